package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorResponseReaderTest {
    private static ErrorResponse read(String body) {
        return read(body.replace('\'', '"'), null);
    }

    private static ErrorResponse read(String body, @Nullable String contentType) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return ErrorResponseReader.read(
                new BodyDescription(contentType, null, bytes.length, bytes, text -> text.replace("canary", "****")));
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
                "{'message':'two\\r\\nlines'}|two  lines",
                "{'type':'about:blank','title':'Forbidden','status':403,'detail':'No.'}|Forbidden No.",
                "{'errors':['one','two']}|one two",
                "{'errors':[{'message':'one','code':7},{'detail':'two'},{'code':1}]}|one two",
                "{'error':{'code':403,'message':'No.'}}|No.",
                "[{'message':'one'},'two']|one two"
            })
    void readsTheOtherForms(String body, String texts) {
        assertThat(String.join(" ", read(body).getTexts())).isEqualTo(texts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Bad Gateway</body></html>",
                "[]",
                "{",
                "{'messages':7,'causes':{}}",
                "{'detailCode':{},'trackingId':[],'error':true}",
                "{'messages':[null,7,[],{}]}"
            })
    void anyOtherBodyIsAnEmptyOne(String body) {
        assertThat(read(body).getTexts()).isEmpty();
        assertThat(read(body).getDetailCode()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'message':'It is can\ufeffary.'}", "It is can\u200bary.", "<html><body>It is c\u200danary."})
    void aCredentialThatAFormatCharacterDividesIsMasked(String body) {
        assertThat(read(body).toString()).contains("It is ****.");
    }

    @Test
    void aPlainTextIsAMessageUpToTheEndOfItsFirstLine() {
        assertThat(read("\r\nNo canary\u202e today\tat all.\nSecond line", "text/plain")
                        .getTexts())
                .containsExactly("No **** today at all.");
        assertThat(read("upstream connect error", null).getBodyDescription()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "text/html|<html><head><title> Guest\tWi-Fi canary </title>|the response is HTML ('Guest Wi-Fi ****'), 47 bytes:"
                        + " a proxy or a login page answered in place of the API",
                "-|<!DOCTYPE html><p>Log in</p>|the response is HTML ('Log in'), 28 bytes:"
                        + " a proxy or a login page answered in place of the API",
                "text/xml;charset=x|<error/>|the response is text/xml ('<error/>'), 8 bytes",
                "application/json|{'a':canary|the response is application/json, an object, 11 bytes",
                "-|a\u0001b|the response is of no content type, 3 bytes"
            })
    void whatIsNoErrorBodyIsDescribed(@Nullable String contentType, String body, String description) {
        ErrorResponse response = read(body.replace("\\t", "\t"), contentType);

        assertThat(response.getTexts()).isEmpty();
        assertThat(response.getBodyDescription()).isEqualTo(description);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'canary':1,'b':{'secret':'x'},'c':[],'d':0,'e':0,'f':0}~x|an object of '****', 'b', 'c', 'd', 'e', …, 58 bytes",
                "{'a':'secret','b|an object of 'a', 16 bytes",
                "{|an object, 1 bytes",
                "['secret'|an array, 9 bytes",
                "`secret|a string, 7 bytes",
                "\ufeff|blank, 3 bytes"
            })
    void ofJsonTheKindAndTheNamesOfMembersAreSaid(String body, String outline) {
        byte[] bytes = body.replaceAll("['`]", "\"").replace('~', '\n').getBytes(StandardCharsets.UTF_8);

        assertThat(new BodyDescription(null, null, bytes.length, bytes, text -> text.replace("canary", "****"))
                        .describe(true))
                .endsWith(outline)
                .doesNotContain("secret");
    }

    @Test
    void aTextWithAFewStrangeBytesIsStillATextWithoutThem() {
        assertThat(read("bad \u001b[31mthing happened", "text/plain").getTexts())
                .containsExactly("bad  [31mthing happened");
        assertThat(read("Zo\ufffd has no rights here", "text/plain").getTexts())
                .containsExactly("Zo\ufffd has no rights here");
    }

    @Test
    void anEmptyBodyHasNoDescription() {
        assertThat(read("").getBodyDescription()).isNull();
    }

    @Test
    void aByteOrderMarkIsPassedOverAndTheFirstOfSeveralMembersCounts() {
        ErrorResponse response = read("\uFEFF{'messages':[{'text':'a'}],'trackingId':null,'messages':[{'text':'b'}],"
                + "'trackingId':'t1','trackingId':'t2','messages':{}}");

        assertThat(response.getTexts()).containsExactly("a");
        assertThat(response.getTrackingId()).isEqualTo("t1");
    }

    @Test
    void ofManyTextsTwentyAreReadAndOfALongOneAThousandCharacters() {
        String item = "{'text':'" + "x".repeat(1_001) + "'},";
        ErrorResponse response = read("{'messages':[" + item.repeat(21) + "7]}");

        assertThat(response.getMessages()).hasSize(20);
        assertThat(response.getMessages().get(0).getText()).hasSize(1_000);
    }
}
