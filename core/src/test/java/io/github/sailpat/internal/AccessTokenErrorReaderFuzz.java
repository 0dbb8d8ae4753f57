package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sailpat.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any body that comes in place of an access token gives an error in which the credential is hidden, or nothing. */
class AccessTokenErrorReaderFuzz {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"error\":\"invalid_client\",\"error_description\":\"Bad client credentials\"}",
                        "{\"error\":\"invalid_scope\",\"access_token\":\"a\"}",
                        "{\"message\":\"Maintenance\\nuntil noon\",\"error\":{\"invalid_grant\":[]}}",
                        "<html><body>Sign in</body></html>")
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void givesAnErrorWithoutTheCredentialOrNothing(byte[] json) {
        BodyDescription body =
                new BodyDescription(null, null, -1, Canary.into(json), text -> text.replace(Canary.TEXT, "****"));

        ErrorResponse refusal = AccessTokenErrorReader.refusal(body);
        if (refusal != null) {
            assertThat(refusal.toString()).doesNotContain(Canary.TEXT);
        }
        String text = AccessTokenErrorReader.errorText(body);
        if (text != null) {
            assertThat(text).doesNotContain(Canary.TEXT);
            assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(1_000);
            assertThat(text.codePoints().anyMatch(Character::isISOControl)).isFalse();
        }
    }
}
