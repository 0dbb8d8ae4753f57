package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorResponseReaderTest {
    private static ErrorResponse read(String body) {
        return ErrorResponseReader.read(
                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), text -> text.replace("canary", "****"));
    }

    @Test
    void readsTheDocumentedForm() {
        ErrorResponse response = read("{'detailCode':'400.1 Bad','trackingId':'t1','messages':[{'locale':'en-US',"
                + "'localeOrigin':'NEW','text':'It is canary.'}],'causes':[{'text':'Because.'},{'locale':null}]}");

        assertThat(response.getDetailCode()).isEqualTo("400.1 Bad");
        assertThat(response.getTrackingId()).isEqualTo("t1");
        assertThat(response.getTexts()).containsExactly("It is ****.", "Because.");
        assertThat(response.getMessages().get(0).getLocaleOrigin()).isEqualTo("NEW");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':'JWT validation failed'}|JWT validation failed",
                "{'message':' Rate Limit Exceeded '}|Rate Limit Exceeded",
                "{'error':'invalid_client','error_description':'No.'}|invalid_client No.",
                "{'messages':['plain']}|plain",
                "{'message':'two\\r\\nlines'}|two  lines"
            })
    void readsTheOtherForms(String body, String texts) {
        assertThat(String.join(" ", read(body).getTexts())).isEqualTo(texts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Bad Gateway</body></html>",
                "null",
                "[]",
                "7",
                "{",
                "{'messages':7,'causes':{}}",
                "{'detailCode':{},'trackingId':[],'error':true}",
                "{'messages':[null,7,[],{}]}"
            })
    void anyOtherBodyIsAnEmptyOne(String body) {
        assertThat(read(body).getTexts()).isEmpty();
        assertThat(read(body).getDetailCode()).isNull();
    }

    @Test
    void ofManyTextsTwentyAreReadAndOfALongOneAThousandCharacters() {
        String item = "{'text':'" + "x".repeat(1_001) + "'},";
        ErrorResponse response = read("{'messages':[" + item.repeat(21) + "7]}");

        assertThat(response.getMessages()).hasSize(20);
        assertThat(response.getMessages().get(0).getText()).hasSize(1_000);
    }
}
