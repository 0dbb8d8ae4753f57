package io.github.sailpat.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonParser;
import io.github.sailpat.internal.ReadException.Kind;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReadExceptionTest {
    /** What a parser says to a text that is read as a number where it is one. */
    private static IOException error(String json) {
        return catchThrowableOfType(IOException.class, () -> {
            try (JsonParser parser = Json.parser(json.getBytes(UTF_8))) {
                while (parser.nextToken() != null) {
                    if (parser.currentToken().isNumeric()) {
                        parser.getIntValue();
                    }
                }
            }
        });
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of("[,]", Kind.SYNTAX, "it is no valid JSON at line 1, column "),
                Arguments.of("\n[1", Kind.SYNTAX, "it is no valid JSON at line 2, column "),
                Arguments.of("[99999999999]", Kind.VALUE, "a number in it is too large at line 1, column "),
                Arguments.of(
                        '[' + "1".repeat(Json.MAX_NUMBER_LENGTH + 1) + ']',
                        Kind.LIMIT,
                        "a number in it has more than " + Json.MAX_NUMBER_LENGTH + " digits"),
                Arguments.of(
                        "{\"" + "a".repeat(100_000) + "\":1}", Kind.LIMIT, "the name of a member in it is too long"),
                Arguments.of(
                        "[".repeat(Json.MAX_DEPTH + 1),
                        Kind.LIMIT,
                        "it is nested deeper than " + Json.MAX_DEPTH + " levels"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void kindAndRuleOfAParsersErrorAreKept(String json, Kind kind, String rule) {
        ReadException error = ReadException.of(error(json));

        assertThat(error.getKind()).isEqualTo(kind);
        assertThat(error.getMessage()).startsWith(rule);
        assertThat(error).hasNoCause();
    }

    @Test
    void anErrorOfAnotherKindIsOneOfAValue() {
        ReadException error = ReadException.of(new IOException("a secret"));

        assertThat(error.getKind()).isEqualTo(Kind.VALUE);
        assertThat(error).hasMessage("it is no valid JSON").hasNoCause();
    }

    @Test
    void anOwnErrorIsNotMadeAnew() {
        ReadException own = new ReadException("own");
        assertThat(ReadException.of(own)).isSameAs(own);
        assertThat(own.getKind()).isEqualTo(Kind.VALUE);
        assertThat(own.getCreatedId()).isNull();
    }

    @Test
    void theKindOfAnErrorInATokenIsKept() {
        ReadException error = ReadException.inToken("id-1", ReadException.of(error("[,]")));
        assertThat(error.getKind()).isEqualTo(Kind.SYNTAX);
        assertThat(error).hasMessageEndingWith(" (the token with the id id-1)");
    }

    @ParameterizedTest
    @CsvSource({"id-1, id-1", "a secret,", "'',", ","})
    void onlyAnIdOfTheFormOfTheApiIsTold(String id, String told) {
        assertThat(ReadException.ofCreated(id, "no secret").getCreatedId()).isEqualTo(told);
    }
}
