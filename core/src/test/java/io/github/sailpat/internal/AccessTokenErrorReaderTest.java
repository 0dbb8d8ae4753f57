package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenErrorReaderTest {

    private static BodyDescription body(String text) {
        byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return new BodyDescription("application/json", null, bytes.length, bytes, t -> t);
    }

    @Test
    void anErrorOfOAuthUnderTheStatusOfASuccessIsARefusal() {
        ErrorResponse refusal = AccessTokenErrorReader.refusal(
                body("{'error':'invalid_client','error_description':'Unknown client.'}"));

        assertThat(refusal).isNotNull();
        assertThat(refusal.getTexts()).containsExactly("invalid_client", "Unknown client.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':'invalid_client','access_token':'a'}",
                "{'error':'slow_down'}",
                "{'message':'invalid_client'}",
                "['invalid_client']",
                "invalid_client",
                ""
            })
    void nothingElseIsARefusal(String text) {
        assertThat(AccessTokenErrorReader.refusal(body(text))).isNull();
    }

    @Test
    void theTextOfAnotherErrorIsRead() {
        assertThat(AccessTokenErrorReader.errorText(body("{'message':'Maintenance until noon'}")))
                .isEqualTo("Maintenance until noon");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':'Maintenance until noon','access_token':'a'}",
                "{'expires_in':749}",
                "['Maintenance until noon']",
                "Maintenance until noon"
            })
    void aBodyWithAnAccessTokenOrWithoutATextHasNone(String text) {
        assertThat(AccessTokenErrorReader.errorText(body(text))).isNull();
    }
}
