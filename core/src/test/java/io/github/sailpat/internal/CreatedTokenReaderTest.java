package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreatedTokenReaderTest {
    private static final CreatePersonalAccessTokenRequest REQUEST =
            CreatePersonalAccessTokenRequest.create(r -> r.name("asked"));
    private static final String WHOLE = """
            {"name":"n","id":"the-id","owner":{"type":"IDENTITY","id":"o","name":"O"},"secret":"the-secret",\
            "scope":["a:b"],"created":"2026-01-02T03:04:05.678Z","accessTokenValiditySeconds":900,\
            "expirationDate":null,"userAwareTokenNeverExpires":true,"new":{"x":[1]}}""";

    private static CreatedPersonalAccessToken read(String json) throws IOException {
        return CreatedTokenReader.read(json.getBytes(StandardCharsets.UTF_8), REQUEST);
    }

    @Test
    void readsEveryField() throws IOException {
        CreatedPersonalAccessToken token = read(WHOLE);

        assertThat(token.getId()).isEqualTo("the-id");
        assertThat(token.getSecret().reveal()).isEqualTo("the-secret");
        assertThat(token.getName()).isEqualTo("n");
        assertThat(token.getScope()).containsExactly("a:b");
        assertThat(token.getOwner().getName()).isEqualTo("O");
        assertThat(token.getCreated()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
        assertThat(token.getAccessTokenValiditySeconds()).isEqualTo(900);
        assertThat(token.getExpirationDate()).isNull();
        assertThat(token.getUserAwareTokenNeverExpires()).isTrue();
    }

    @Test
    void readsTheDayOnWhichTheTokenEnds() throws IOException {
        assertThat(read("{\"id\":\"i\",\"secret\":\"s\",\"expirationDate\":\"2027-01-02T03:04:05Z\"}")
                        .getExpirationDate())
                .isEqualTo(Instant.parse("2027-01-02T03:04:05Z"));
    }

    @Test
    void whatIsOfAnotherTypeIsAbsent() throws IOException {
        String bare = "{\"id\":\"i\",\"secret\":\"s\"";
        CreatedPersonalAccessToken token = read(bare + ",\"scope\":\"all\",\"accessTokenValiditySeconds\":12.5,"
                + "\"created\":7,\"expirationDate\":\"x\",\"userAwareTokenNeverExpires\":\"yes\",\"owner\":1}");

        assertThat(token.getScope()).isNull();
        assertThat(token.getAccessTokenValiditySeconds()).isNull();
        assertThat(token.getCreated()).isNull();
        assertThat(token.getExpirationDate()).isNull();
        assertThat(token.getUserAwareTokenNeverExpires()).isNull();
        assertThat(token.getOwner().getName()).isNull();
        assertThat(token.getUnreadableFields())
                .containsExactly(
                        "accessTokenValiditySeconds",
                        "created",
                        "expirationDate",
                        "owner",
                        "scope",
                        "userAwareTokenNeverExpires");
        assertThat(read(WHOLE).getUnreadableFields()).isEmpty();
        assertThat(read(bare + ",\"userAwareTokenNeverExpires\":false}").getUserAwareTokenNeverExpires())
                .isFalse();
        assertThat(read(bare + ",\"scope\":[1,\"a\",null]}").getScope()).containsExactly("a");
    }

    @Test
    void aByteOrderMarkIsPassedOverAlsoBeforeBytesThatAreNoUtf8() throws IOException {
        byte[] malformed = ("\uFEFF" + WHOLE).getBytes(StandardCharsets.UTF_8);

        assertThat(CreatedTokenReader.read(malformed, REQUEST).getSecret().reveal())
                .isEqualTo("the-secret");
        malformed[3 + WHOLE.indexOf("\"n\"") + 1] = (byte) 0xff;
        assertThat(CreatedTokenReader.read(malformed, REQUEST).getSecret().reveal())
                .isEqualTo("the-secret");
    }

    @Test
    void theFirstOfSeveralMembersThatCanBeReadCounts() throws IOException {
        CreatedPersonalAccessToken token =
                read("{\"id\":7,\"id\":\"i\",\"id\":\"j\",\"secret\":null,\"secret\":\"s\",\"secret\":\"t\"}");

        assertThat(token.getId()).isEqualTo("i");
        assertThat(token.getSecret().reveal()).isEqualTo("s");
    }

    @Test
    void aBodyThatBreaksOffBeforeItsIdAndSecretSaysWhyAlone() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read("{\"name\":\"a\",\"scope"))
                .withMessageNotContaining("missing");
    }

    @Test
    void aBodyThatBreaksOffAfterItsSecretSaysThatTheIdIsMissing() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read("{\"secret\":\"canary\",\"scope"))
                .withMessageContaining("id is missing")
                .withMessageNotContaining("canary")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void aBodyThatBreaksOffSaysWhatIsMissingAndWhy() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read("{\"id\":\"i\",\"secret\":\"canary"))
                .withMessageContaining("secret is missing")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1))
                .satisfies(e -> assertThat(e.getSuppressed()[0].toString()).doesNotContain("canary"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read("{\"id\":\" \",\"secret\":\"canary\"}"))
                .withMessageContaining("id is missing")
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'name':7",
                "'name':null",
                "'scope':'all'",
                "'scope':{}",
                "'scope':[null,1]",
                "'owner':null",
                "'owner':'me'",
                "'owner':{'id':7,'name':[]}",
                "'created':'yesterday'",
                "'created':1767225600",
                "'created':null",
                "'accessTokenValiditySeconds':'900'",
                "'accessTokenValiditySeconds':9e99",
                "'accessTokenValiditySeconds':12.5",
                "'expirationDate':''",
                "'expirationDate':{}",
                "'userAwareTokenNeverExpires':'yes'",
                "'unknown':{'deep':[[[[]]]]}",
                "'x':'a\tb\u0001','secret':null",
                "'x':NaN"
            })
    void aSurpriseInAnotherFieldDoesNotCostTheSecret(String field) throws IOException {
        CreatedPersonalAccessToken token =
                read(("{" + field + ",'id':'the-id','secret':'the-secret'}").replace('\'', '"'));

        assertThat(token.getId()).isEqualTo("the-id");
        assertThat(token.getSecret().reveal()).isEqualTo("the-secret");
        assertThat(token.getName()).isEqualTo("asked");
    }

    @Test
    void whatIsCutOffBehindIdAndSecretDoesNotCostThem() throws IOException {
        byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
        int complete = WHOLE.indexOf("\"the-secret\"") + "\"the-secret\"".length();
        for (int length = 0; length <= whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            if (length < complete) {
                assertThatExceptionOfType(IOException.class)
                        .as("%d bytes", length)
                        .isThrownBy(() -> CreatedTokenReader.read(part, REQUEST));
            } else {
                assertThat(CreatedTokenReader.read(part, REQUEST).getSecret().reveal())
                        .as("%d bytes", length)
                        .isEqualTo("the-secret");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{}",
                "<html>",
                "{'id':'i'}",
                "{'secret':'canary'}",
                "{'id':7,'secret':'canary'}",
                "{'id':'i','secret':null}",
                "{'id':'','secret':'canary'}",
                "{'id':'i','secret':''}",
                "{'token':{'id':'i','secret':'canary'}}"
            })
    void withoutIdOrSecretItIsAnErrorThatQuotesNothing(String json) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(json.replace('\'', '"')))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("canary"));
    }

    @Test
    void depthLengthAndBrokenTextInFrontOfTheSecretDoNotCostIt() throws IOException {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        String json = "{\"" + "n".repeat(5_000) + "\":1,\"a\":" + deep + ",\"b\":" + "9".repeat(5_000)
                + ",\"name\":\"?\",\"id\":\"the-id\",\"secret\":\"the-secret\"}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        bytes[json.indexOf('?')] = (byte) 0xff;

        assertThat(CreatedTokenReader.read(bytes, REQUEST).getSecret().reveal()).isEqualTo("the-secret");
    }

    @Test
    @Timeout(2)
    void whatIsTooMuchElsewhereTakesNothingAway() throws IOException {
        String digits = "9".repeat(900_000);
        for (String malformed : new String[] {
            "\"scope\":" + "[".repeat(99_000) + "]".repeat(99_000),
            "\"owner\":" + "{\"id\":".repeat(99_000) + "1" + "}".repeat(99_000),
            "\"name\":{\"a\":[" + digits + "]}",
            "\"accessTokenValiditySeconds\":" + digits,
            "\"created\":" + digits + ".5e9",
            "\"scope\":[" + digits + "]",
            "\"other\":" + digits
        }) {
            String json = "{" + malformed + ",\"id\":\"i\",\"secret\":\"s\"}";
            CreatedPersonalAccessToken token = CreatedTokenReader.read(json.getBytes(StandardCharsets.UTF_8), REQUEST);
            assertThat(token.getSecret().reveal()).isEqualTo("s");
        }
    }
}
