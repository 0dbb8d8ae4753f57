package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenResponseReaderTest {
    private static AccessTokenResponseReader.AccessTokenResponse read(String json) throws IOException {
        return AccessTokenResponseReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "15|15",
                "43200|43200",
                "\"15\"|15",
                "15.9|15",
                "0.5|1",
                "1e99|2147483647",
                "99999999999999999999|2147483647",
                "0|",
                "-1|",
                "\"soon\"|",
                "null|",
                "true|",
                "[]|"
            })
    void aLifeIsAPositiveNumberOrUnknown(String expiresIn, @Nullable Long seconds) throws IOException {
        AccessTokenResponseReader.AccessTokenResponse response =
                read("{'access_token':'abc','expires_in':" + expiresIn + "}");

        assertThat(response.value()).isEqualTo("abc");
        assertThat(response.expiresInSeconds()).isEqualTo(seconds);
        assertThat(response.toString()).doesNotContain("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{'access_token':null}",
                "{'access_token':7}",
                "{'access_token':''}",
                "{'access_token':'a b'}",
                "{'access_token':'a\\r\\nX: y'}",
                "{'access_token':'\u00e9'}",
                "{'access_token':'canary",
                "<html>canary",
                "canary",
                "{'access_token':canary}",
                "{'access_token':['abc']}",
                "{'access_token':7,'access_token':'abc'}",
                "{'other':{'access_token':'abc'}}",
                "{'access_token':'abc'} canary",
                "{'access_token':'abc'}{}"
            })
    void anythingElseIsAnErrorThatQuotesNothing(String body) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(body))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("canary"));
    }

    @Test
    void aByteOrderMarkIsPassedOverAndTheFirstOfSeveralMembersCounts() throws IOException {
        AccessTokenResponseReader.AccessTokenResponse response =
                read("\uFEFF{'access_token':null,'access_token':'abc','access_token':'def',"
                        + "'expires_in':15,'expires_in':20,'expires_in':null}");

        assertThat(response.value()).isEqualTo("abc");
        assertThat(response.expiresInSeconds()).isEqualTo(15);
    }

    @Test
    void whatElseIsInTheResponseIsSkipped() throws IOException {
        AccessTokenResponseReader.AccessTokenResponse response = read(
                "{'other':{'access_token':'def','expires_in':[20]},'access_token':'abc','expires_in':15,'x':[{}]}");

        assertThat(response.value()).isEqualTo("abc");
        assertThat(response.expiresInSeconds()).isEqualTo(15);
    }

    @Test
    void aBearerIsVisibleAsciiOfABoundedLength() throws IOException {
        String longest = "!~".repeat(8_192);

        assertThat(read("{'access_token':'" + longest + "'}").value()).isEqualTo(longest);
        assertThat(read("{'access_token':'abc'}").expiresInSeconds()).isNull();
        assertThat(read("{'access_token':'abc'}").toString()).contains("****");
        for (String refused : new String[] {longest + "a", "a\\u007f", "a\\u0020"}) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> read("{'access_token':'" + refused + "'}"))
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(refused));
        }
    }
}
