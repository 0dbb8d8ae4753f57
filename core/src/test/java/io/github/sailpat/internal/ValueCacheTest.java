package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueCacheTest {
    private static JsonParser parser(String json) throws IOException {
        return Json.FACTORY.createParser(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<PersonalAccessToken> readAll(String json) throws IOException {
        List<PersonalAccessToken> tokens = new ArrayList<>();
        TokenReader reader = new TokenReader();
        try (JsonParser parser = parser(json.replace('\'', '"'))) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                tokens.add(reader.read(parser));
            }
        }
        return tokens;
    }

    @Test
    void tokensOfAListShareTheirOwnerAndScopes() throws IOException {
        String rest = "'scope':['s','s'],'owner':{'type':'IDENTITY','id':'o','name':'O'}}";
        List<PersonalAccessToken> tokens = readAll("[{'id':'1'," + rest + ",{'id':'2'," + rest + "]");

        assertThat(tokens.get(1).getOwner()).isSameAs(tokens.get(0).getOwner());
        assertThat(tokens.get(1).getScope().get(1))
                .isSameAs(tokens.get(0).getScope().get(0));
    }

    @Test
    void aTokenHasNothingOfTheOneBefore() throws IOException {
        List<PersonalAccessToken> tokens =
                readAll("[{'id':'1','name':'n','created':1,'scope':['a'],'managed':true,'owner':{'id':'o','name':'O'}},"
                        + "{'id':'2','owner':{'id':'o'}},{'name':'n'},{'id':'4','name':'m'}]");

        assertThat(tokens.get(1))
                .isEqualTo(PersonalAccessToken.builder()
                        .id("2")
                        .owner(Owner.builder().id("o").build())
                        .addUnreadableFields("created", "name")
                        .build());
        assertThat(tokens.get(2)).isNull();
        assertThat(tokens.get(3).getName()).isEqualTo("m");
        assertThat(tokens.get(3).getOwner().getId()).isNull();
    }

    /** Many of them take the places of others. Some are longer than what is kept, or not ASCII. */
    @Test
    void eachTextIsTheOneThatWasRead() throws IOException {
        Random random = new Random(11);
        ValueCache cache = new ValueCache();
        for (int i = 0; i < 20_000; i++) {
            String text = "\u00fc".repeat(random.nextInt(3)) + "x".repeat(random.nextInt(70)) + random.nextInt(50);
            try (JsonParser parser = parser('"' + text + '"')) {
                parser.nextToken();
                assertThat(cache.string(parser)).isEqualTo(text);
            }
        }
    }
}
