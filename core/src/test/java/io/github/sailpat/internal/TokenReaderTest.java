package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import io.github.sailpat.token.PersonalAccessToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
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
    @ValueSource(strings = {"'id':null,", "'id':'',", "'id':' ',", "'id':1,", "'id':{'id':'i'},", ""})
    void onlyTheIdIsNeeded(String id) {
        assertThatExceptionOfType(ReadException.class)
                .isThrownBy(() -> read("{" + id + "'name':'n','created':'2026-01-02T03:04:05Z','managed':true}"))
                .withMessageContaining("id is missing");
    }

    @Test
    void aTokenWithoutNameAndCreationSaysSo() throws IOException {
        for (String json : new String[] {"{'id':'i'}", "{'id':'i','name':null,'created':null}"}) {
            PersonalAccessToken token = read(json);

            assertThat(token.getId()).isEqualTo("i");
            assertThat(token.getName()).isNull();
            assertThat(token.getCreated()).isNull();
            assertThat(token.getUnreadableFields()).containsExactly("created", "name");
        }
    }

    @Test
    void saysWhereTheJsonBreaksAndQuotesNothing() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read("{'id':'i',\n  'name':broken}"))
                .satisfies(e -> assertThat(ReadException.of(e))
                        .hasMessageContaining("at line 2, column")
                        .hasMessageNotContaining("broken"));
        assertThat(ReadException.of(new IOException("a secret"))).hasMessage("it is no valid JSON");
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
                "'scope':{'a':['b']}|scope",
                "'owner':'canary'|owner",
                "'owner':['canary']|owner",
                "'owner':{'name':1}|owner",
                "'lastUsed':'canary'|lastUsed",
                "'lastUsed':''|lastUsed",
                "'lastUsed':'2026-01-01'|lastUsed",
                "'lastUsed':1767225600|lastUsed",
                "'lastUsed':1767225600000|lastUsed",
                "'lastUsed':{'a':1}|lastUsed",
                "'managed':'canary'|managed",
                "'managed':'True'|managed",
                "'managed':1|managed",
                "'accessTokenValiditySeconds':'canary'|accessTokenValiditySeconds",
                "'accessTokenValiditySeconds':1.5|accessTokenValiditySeconds",
                "'accessTokenValiditySeconds':4294967296|accessTokenValiditySeconds",
                "'accessTokenValiditySeconds':99999999999999999999999|accessTokenValiditySeconds",
                "'accessTokenValiditySeconds':1e999999999|accessTokenValiditySeconds",
                "'expirationDate':''|expirationDate",
                "'expirationDate':false|expirationDate",
                "'userAwareTokenNeverExpires':'yes'|userAwareTokenNeverExpires",
                "'name':7,'created':7|created name"
            })
    void anotherTypeIsUnreadableAndTheRestIsThere(String field, String names) throws IOException {
        PersonalAccessToken token = read("{" + field + ",'name':null,'id':'i','fresh':[1]}");
        PersonalAccessToken named = readWith(field);

        assertThat(token.getId()).isEqualTo("i");
        assertThat(token.getUnreadableFields()).contains(names.split(" "));
        if (!field.startsWith("'name'")) {
            assertThat(named.getName()).isEqualTo("n");
            assertThat(named.getUnreadableFields()).containsExactly(names);
        }
        assertThat(token.toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-01T00:00:00.000+0000|2026-01-01T00:00:00Z",
                "2026-01-01T02:00:00+02|2026-01-01T00:00:00Z",
                "2026-01-01T00:00:00,250Z|2026-01-01T00:00:00.250Z"
            })
    void otherFormsOfADateAreRead(String text, Instant instant) throws IOException {
        PersonalAccessToken token = readWith("'lastUsed':'" + text + "'");

        assertThat(token.getLastUsed()).isEqualTo(instant);
        assertThat(token.getUnreadableFields()).isEmpty();
    }

    @Test
    void numbersAndBooleansInOtherFormsAreRead() throws IOException {
        for (String number : new String[] {"43200.0", "4.32e4", "'43200'", "43200"}) {
            PersonalAccessToken token = readWith("'accessTokenValiditySeconds':" + number);
            assertThat(token.getAccessTokenValiditySeconds()).as(number).isEqualTo(43_200);
            assertThat(token.getUnreadableFields()).isEmpty();
        }
        assertThat(readWith("'managed':'true'").isManaged()).isTrue();
        assertThat(readWith("'managed':'false'").isManaged()).isFalse();
        assertThat(readWith("'managed':'false'").getUnreadableFields()).isEmpty();
    }

    @Test
    void nullNeverMeansNeverByMistake() throws IOException {
        PersonalAccessToken token =
                readWith("'expirationDate':'soon','lastUsed':'lately','scope':'some','managed':'perhaps'");
        Instant later = Instant.parse("2030-01-01T00:00:00Z");

        assertThat(token.neverExpires()).isFalse();
        assertThat(token.isUnusedSince(later)).isFalse();
        assertThat(token.hasAllScopes()).isFalse();
        assertThat(token.isManaged()).isTrue();
        assertThat(read("{'id':'i','name':'n'}").isUnusedSince(later)).isFalse();
        assertThat(readWith("'fresh':1").isUnusedSince(later)).isTrue();
    }

    @Test
    void partOfAFieldIsReadAndTheFieldIsNamed() throws IOException {
        PersonalAccessToken token =
                readWith("'scope':['a',1,{'b':[]},'c'],'owner':{'id':'o','name':['O'],'type':null}");

        assertThat(token.getScope()).containsExactly("a", "c");
        assertThat(token.getOwner().getId()).isEqualTo("o");
        assertThat(token.getOwner().getName()).isNull();
        assertThat(token.getUnreadableFields()).containsExactly("owner", "scope");
    }

    @Test
    void theFirstOfSeveralMembersThatCanBeReadCounts() throws IOException {
        PersonalAccessToken token = read("{'id':7,'id':'first','id':'second','created':'2026-01-02T03:04:05Z',"
                + "'name':null,'name':'first','name':'second','scope':'a','scope':['a'],'scope':['b'],"
                + "'lastUsed':7,'lastUsed':'2026-02-03T04:05:06Z','lastUsed':'lately',"
                + "'owner':{'id':1,'id':'first','id':'second'},'owner':'second'}");

        assertThat(token.getId()).isEqualTo("first");
        assertThat(token.getName()).isEqualTo("first");
        assertThat(token.getScope()).containsExactly("a");
        assertThat(token.getLastUsed()).isEqualTo(Instant.parse("2026-02-03T04:05:06Z"));
        assertThat(token.getOwner().getId()).isEqualTo("first");
        assertThat(token.getUnreadableFields()).containsExactly("owner");
    }

    @Test
    void theOrderOfTheMembersDoesNotMatter() throws IOException {
        List<String> members = new ArrayList<>(List.of(
                "'id':'i'",
                "'name':'n'",
                "'scope':['a']",
                "'owner':{'type':'IDENTITY','id':'o','name':'O'}",
                "'created':'2026-01-02T03:04:05Z'",
                "'lastUsed':'2026-02-03T04:05:06Z'",
                "'managed':true",
                "'accessTokenValiditySeconds':60",
                "'expirationDate':'2027-01-02T03:04:05Z'",
                "'userAwareTokenNeverExpires':false",
                "'nam':1",
                "'names':[2]",
                "'fresh':{'id':'other'}"));
        PersonalAccessToken expected = read("{" + String.join(",", members) + "}");
        assertThat(expected.getUnreadableFields()).isEmpty();
        Random random = new Random(21);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(members, random);

            assertThat(read("{" + String.join(",", members) + "}"))
                    .as("%s", members)
                    .isEqualTo(expected);
        }
    }

    @Test
    void nameOfAMemberMayHaveEscapesAndSpaceBehindIt() throws IOException {
        assertThat(read("{'\\u0069d' : 'i','n\\u0061me'\t:'n' , 'created'\n :\r'2026-01-02T03:04:05Z'}"))
                .isEqualTo(read("{'id':'i','name':'n','created':'2026-01-02T03:04:05Z'}"));
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        assertThat(read("\uFEFF{'id':'i'}").getId()).isEqualTo("i");
    }

    @Test
    void brokenJsonBehindTheIdNamesTheId() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read("{'id':'2c91','name':broken}"))
                .satisfies(e -> assertThat(ReadException.of(e))
                        .hasMessageContaining("no valid JSON at line 1")
                        .hasMessageContaining("2c91")
                        .hasMessageNotContaining("broken"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read("{'id':'a b\u00e9','name':broken}"))
                .satisfies(e -> assertThat(ReadException.of(e)).hasMessageNotContaining("a b"));
    }

    @Test
    void theStrictReaderNamesTheIdAndTheFields() throws IOException {
        assertThatExceptionOfType(ReadException.class)
                .isThrownBy(() -> readStrictly("{'id':'2c91','name':'n','lastUsed':'','owner':'me'}"))
                .withMessageContaining("2c91")
                .withMessageContaining("created, lastUsed, owner");
        assertThat(readStrictly("{'name':'n'}")).isNull();
        assertThat(readStrictly("{'id':'i','name':'n','created':'2026-01-02T03:04:05Z','fresh':1}"))
                .isNotNull();
    }

    private static @Nullable PersonalAccessToken readStrictly(String json) throws IOException {
        try (JsonParser parser = Json.parser(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            return new TokenReader().readStrictly(parser);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{'name':'n','created':'2026-01-02T03:04:05Z'}",
                "{'id':'i','name':'n','created':'2026-01-02T03:04:05Z'}{}",
                "{'id':'i','name':'n','created':'2026-01-02T03:04:05Z'"
            })
    void aTokenIsOneWholeObject(String json) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(json));
    }
}
