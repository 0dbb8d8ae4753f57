package io.github.sailpat.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.jsonpatch.JsonPatchException;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.PersonalAccessToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that all readers have in common: of duplicate members, and of a byte order mark. */
class EveryReaderTest {
    /** What a reader makes of the member to repeat. */
    interface Reader {
        Object read(byte[] json, Path directory) throws IOException;
    }

    private record Case(String name, String member, String rest, Reader reader) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A reader of this package, with a text member that it reads, and the members that it needs besides. */
    static Stream<Case> readers() {
        return Stream.of(
                new Case(
                        "TokenReader",
                        "id",
                        "",
                        (json, directory) -> TokenReader.read(json).getId()),
                new Case(
                        "TokenReader",
                        "name",
                        ",\"id\":\"i\"",
                        (json, directory) -> listed(json).getName()),
                new Case(
                        "ListedTokenSummary",
                        "id",
                        "",
                        (json, directory) ->
                                ListedTokenSummary.read(parser(json)).id()),
                new Case(
                        "CreatedTokenReader",
                        "id",
                        ",\"secret\":\"s\"",
                        (json, directory) -> CreatedTokenReader.read(
                                        json, CreatePersonalAccessTokenRequest.create(r -> r.name("n")))
                                .getId()),
                new Case(
                        "CreatedTokenReader",
                        "secret",
                        ",\"id\":\"i\"",
                        (json, directory) -> CreatedTokenReader.read(
                                        json, CreatePersonalAccessTokenRequest.create(r -> r.name("n")))
                                .getSecret()
                                .reveal()),
                new Case(
                        "AccessTokenResponseReader",
                        "access_token",
                        "",
                        (json, directory) ->
                                AccessTokenResponseReader.read(json).value()),
                new Case(
                        "AccessTokenErrorReader",
                        "message",
                        "",
                        (json, directory) -> AccessTokenErrorReader.errorText(body(json))),
                new Case(
                        "ErrorResponseReader",
                        "detailCode",
                        "",
                        (json, directory) ->
                                ErrorResponseReader.read(body(json)).getDetailCode()),
                new Case(
                        "ConfigFileReader",
                        "ClientId",
                        "",
                        (json, directory) -> ConfigFileReader.read(Files.write(directory.resolve("config.json"), json))
                                .get("ClientId")));
    }

    private static BodyDescription body(byte[] json) {
        return new BodyDescription("application/json", null, json.length, json, UnaryOperator.identity());
    }

    private static PersonalAccessToken listed(byte[] json) throws IOException {
        return Objects.requireNonNull(new TokenReader().read(parser(json)));
    }

    private static JsonParser parser(byte[] json) throws IOException {
        JsonParser parser = Json.parser(json);
        parser.nextToken();
        return parser;
    }

    @ParameterizedTest
    @MethodSource("readers")
    void aByteOrderMarkIsPassedOver(Case one, @TempDir Path directory) throws IOException {
        String json = "\ufeff{\"" + one.member() + "\":\"a\"" + one.rest() + '}';

        assertThat(one.reader().read(json.getBytes(UTF_8), directory)).isEqualTo("a");
    }

    @ParameterizedTest
    @MethodSource("readers")
    void ofDuplicateMembersTheFirstThatIsNotNullCounts(Case one, @TempDir Path directory) throws IOException {
        String member = '"' + one.member() + "\":";
        String json = '{' + member + "null," + member + "\"first\"," + member + "\"second\"," + member + "null"
                + one.rest() + '}';

        assertThat(one.reader().read(json.getBytes(UTF_8), directory)).isEqualTo("first");
    }

    /** A reader that is added is added to the cases above too. */
    @Test
    void everyReaderIsTested() throws IOException {
        Map<String, Boolean> tested = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/io/github/sailpat/internal"))) {
            files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> name.endsWith("Reader") || name.equals("ListedTokenSummary"))
                    .forEach(name -> tested.put(
                            name, readers().anyMatch(each -> each.name().equals(name))));
        }
        assertThat(tested).hasSizeGreaterThan(5).doesNotContainValue(false);
    }

    /** What a caller writes to change something has one meaning, or none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'op':'remove','op':'test','path':'/a'}]",
                "[{'op':'remove','path':'/a','path':'/b'}]",
                "[{'op':'add','path':'/a','value':{'b':1,'b':1}}]"
            })
    void patchWithDuplicateMembersIsRefused(String patch) {
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> JsonPatch.parse(patch.replace('\'', '"')))
                .withMessageContaining("twice");
    }
}
