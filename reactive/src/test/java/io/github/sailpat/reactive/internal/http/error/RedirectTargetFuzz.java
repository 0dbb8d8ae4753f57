package io.github.sailpat.reactive.internal.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any {@code Location} is named by its server alone, or is not named. */
class RedirectTargetFuzz {
    static Stream<String> seeds() {
        return Stream.of(
                "https://user:secret@login.example.com:8443/a?token=secret#secret",
                "//login.example.com/a",
                "/path",
                "https://[2001:db8::1%25eth0]/");
    }

    @MethodSource("seeds")
    @FuzzTest
    void isNamedByItsServerAlone(@NotNull String location) {
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        headers.set(HttpHeaderNames.LOCATION, location);

        String target = RedirectTarget.of(headers);

        if (target != null) {
            assertThat(target).matches("([A-Za-z][A-Za-z0-9+.-]*:)?//(\\[[^\\]/?#@]+]|[A-Za-z0-9.-]+)(:\\d+)?");
        }
    }
}
