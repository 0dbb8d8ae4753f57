package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sailpat.token.PersonalAccessToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenReaderTest {
    private static PersonalAccessToken read(String json) throws IOException {
        return TokenReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static PersonalAccessToken readWith(String field) throws IOException {
        return read("{'id':'i','name':'n','created':'2026-01-02T03:04:05Z'," + field + "}");
    }

    @Test
    void readsWhatIsThereAndNothingElse() throws IOException {
        PersonalAccessToken token = read("{'id':'i','name':'n','created':'2026-01-02T03:04:05.123456Z'}");

        assertThat(token.getId()).isEqualTo("i");
        assertThat(token.getName()).isEqualTo("n");
        assertThat(token.getCreated()).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
        assertThat(token.getScope()).isNull();
        assertThat(token.getOwner().getId()).isNull();
        assertThat(token.getLastUsed()).isNull();
        assertThat(token.isManaged()).isFalse();
        assertThat(token.getAccessTokenValiditySeconds()).isNull();
        assertThat(token.neverExpires()).isTrue();
        assertThat(token.getUserAwareTokenNeverExpires()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "name", "created"})
    void namesTheFieldThatIsMissing(String missing) {
        String whole = "{'id':'i','name':'n','created':'2026-01-02T03:04:05Z','managed':true}";

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> read(whole.replaceFirst("'" + missing + "':'[^']*',", "")))
                .withMessage(missing + " is missing");
    }

    @Test
    void saysWhereTheJsonBreaksAndQuotesNothing() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read("{'id':'i',\n  'name':broken}"))
                .satisfies(e -> assertThat(WireException.of(e))
                        .hasMessageContaining("at line 2, column")
                        .hasMessageNotContaining("broken"));
        assertThat(WireException.of(new IOException("a secret"))).hasMessage("it is no valid JSON");
    }

    @Test
    void readsEveryField() throws IOException {
        PersonalAccessToken token = readWith("'scope':['a','b'],'owner':{'type':'IDENTITY','id':'o','name':'O'},"
                + "'lastUsed':'2026-02-03T04:05:06Z','managed':true,'accessTokenValiditySeconds':900,"
                + "'expirationDate':'2027-01-01T00:00:00Z','userAwareTokenNeverExpires':false");

        assertThat(token.getScope()).containsExactly("a", "b");
        assertThat(token.getOwner().getType()).isEqualTo("IDENTITY");
        assertThat(token.getOwner().getId()).isEqualTo("o");
        assertThat(token.getOwner().getName()).isEqualTo("O");
        assertThat(token.getLastUsed()).isEqualTo(Instant.parse("2026-02-03T04:05:06Z"));
        assertThat(token.isManaged()).isTrue();
        assertThat(token.getAccessTokenValiditySeconds()).isEqualTo(900);
        assertThat(token.getExpirationDate()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(token.getUserAwareTokenNeverExpires()).isFalse();
        assertThat(readWith("'userAwareTokenNeverExpires':true").getUserAwareTokenNeverExpires())
                .isTrue();
    }

    @Test
    void aNullIsReadAsAbsent() throws IOException {
        PersonalAccessToken token = readWith("'scope':null,'owner':{'type':null,'id':null,'name':null},"
                + "'lastUsed':null,'managed':null,'accessTokenValiditySeconds':null,'expirationDate':null,"
                + "'userAwareTokenNeverExpires':null");

        assertThat(token).isEqualTo(readWith("'fresh':1"));
        assertThat(readWith("'scope':[]").getScope()).isEmpty();
        assertThat(readWith("'owner':{'fresh':{'name':'x'},'name':'O'}")
                        .getOwner()
                        .getName())
                .isEqualTo("O");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'scope':null", "'owner':null", "'owner':{}", "'owner':{'type':'ROBOT','id':null,'x':{'y':1}}",
                "'lastUsed':null", "'managed':null", "'accessTokenValiditySeconds':null", "'expirationDate':null",
                "'userAwareTokenNeverExpires':null", "'fresh':[{'a':[]}]", "'scope':[]"
            })
    void toleratesWhatTheApiMayAddOrLeaveOut(String field) throws IOException {
        assertThat(readWith(field).getId()).isEqualTo("i");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'scope':'canary'|scope",
                "'scope':[1]|scope",
                "'owner':'canary'|owner",
                "'owner':{'name':1}|owner.name",
                "'lastUsed':'canary'|lastUsed",
                "'lastUsed':1|lastUsed",
                "'managed':'canary'|managed",
                "'accessTokenValiditySeconds':'canary'|accessTokenValiditySeconds",
                "'accessTokenValiditySeconds':1.5|accessTokenValiditySeconds",
                "'id':1|id",
                "'name':null|name",
                "'created':null|created"
            })
    void anotherTypeIsAnErrorThatNamesTheFieldAndQuotesNothing(String field, String name) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> readWith(field))
                .withMessageContaining(name)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("canary"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{'name':'n','created':'2026-01-02T03:04:05Z'}",
                "{'id':'i'}",
                "{'id':'i','name':'n','created':'2026-01-02T03:04:05Z'}{}",
                "{'id':'i','name':'n','created':'2026-01-02T03:04:05Z'"
            })
    void aTokenIsOneWholeObject(String json) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(json));
    }
}
