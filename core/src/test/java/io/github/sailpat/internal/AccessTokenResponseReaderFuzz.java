package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sailpat.internal.AccessTokenResponseReader.Bearer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any answer of the token endpoint gives a bearer that a header can hold, or an error that quotes nothing. */
class AccessTokenResponseReaderFuzz {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"access_token\":\"abc.def\",\"token_type\":\"bearer\",\"expires_in\":749,\"scope\":\"a b\"}",
                        "{\"expires_in\":\"1e99\",\"access_token\":\"a\\r\\nb\"}",
                        "{\"access_token\":null,\"expires_in\":[{}]}")
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void givesABearerForAHeaderOrAnErrorThatQuotesNothing(byte[] body) {
        try {
            Bearer bearer = AccessTokenResponseReader.read(Canary.into(body));
            assertThat(bearer.value()).matches("[\\x21-\\x7e]{1,16384}");
            Long seconds = bearer.expiresInSeconds();
            assertThat(seconds == null || (seconds >= 0 && seconds <= Integer.MAX_VALUE))
                    .isTrue();
        } catch (IOException e) {
            Canary.assertSilent(e);
        }
    }
}
