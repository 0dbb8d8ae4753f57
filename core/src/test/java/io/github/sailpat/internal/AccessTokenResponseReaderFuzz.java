package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sailpat.internal.AccessTokenResponseReader.AccessTokenResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any response of the token endpoint gives an access token that a header can contain, or an error that quotes nothing.
 */
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
    void givesAnAccessTokenForAHeaderOrAnErrorThatQuotesNothing(byte[] body) {
        try {
            AccessTokenResponse response = AccessTokenResponseReader.read(Canary.into(body));
            assertThat(response.value()).matches("[\\x21-\\x7e]{1,16384}");
            Long seconds = response.expiresInSeconds();
            assertThat(seconds == null || (seconds >= 0 && seconds <= Integer.MAX_VALUE))
                    .isTrue();
        } catch (IOException e) {
            Canary.assertSilent(e);
        }
    }
}
