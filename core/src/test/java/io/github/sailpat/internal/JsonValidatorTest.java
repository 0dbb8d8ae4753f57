package io.github.sailpat.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValidatorTest {
    private static void check(String body, boolean problem) throws IOException {
        JsonValidator.requireEmptyOrJson(body.getBytes(UTF_8), problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "null",
                "[{\"error\":1}]",
                "{}",
                "{\"message\":\"done\",\"errorCount\":0}",
                "{\"nested\":{\"error\":\"x\",\"status\":500}}",
                "{\"status\":200}",
                "{\"status\":4040}",
                "{\"status\":40}",
                "{\"status\":\"500\"}",
                "{\"status\":[404]}"
            })
    void whatDescribesNoErrorIsAccepted(String body) {
        assertThatCode(() -> check(body, false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detailCode\":\"403\"}",
                "{\"a\":{\"b\":[1]},\"error\":\"x\"}",
                "{\"errors\":[],\"a\":1}",
                "{\"status\":404}",
                "{\"status\":503,\"a\":{}}"
            })
    void anErrorUnderTheStatusOfASuccessIsFound(String body) {
        assertThatExceptionOfType(ReadException.class)
                .isThrownBy(() -> check(body, false))
                .withMessage("it describes an error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"title\":\"no\"}"})
    void anObjectOfTheMediaTypeForProblemsIsAnError(String body) {
        assertThatExceptionOfType(ReadException.class)
                .isThrownBy(() -> check(body, true))
                .withMessage("it describes an error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]"})
    void noObjectIsNoProblem(String body) {
        assertThatCode(() -> check(body, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[] []", "{} 1", "1 2"})
    void textAfterTheValueIsRefused(String body) {
        assertThatExceptionOfType(ReadException.class)
                .isThrownBy(() -> check(body, false))
                .withMessage("there is text after the JSON value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{", "[1", "{\"a\":1"})
    void whatIsNoJsonIsRefused(String body) {
        assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> check(body, false));
    }
}
