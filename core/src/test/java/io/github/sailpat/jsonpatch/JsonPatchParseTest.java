package io.github.sailpat.jsonpatch;

import static io.github.sailpat.jsonpatch.JsonPatchApplyTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sailpat.jsonpatch.JsonPatchException.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6902, sections 3 and 4: the document. In the tables ' stands for the quotation mark of JSON. */
class JsonPatchParseTest {
    @Test
    void sixOperationsAreReadAndWritten() {
        String text = json("[{'op':'test','path':'/a','value':null},{'op':'remove','path':'/a'},"
                + "{'op':'add','path':'/a/-','value':['x',{'y':1.50}]},{'op':'replace','path':'','value':-7},"
                + "{'op':'move','from':'/a~1b','path':'/c'},{'op':'copy','from':'/a','path':'/'}]");

        JsonPatch patch = JsonPatch.parse(text);

        assertThat(patch.toJson()).isEqualTo(text).isEqualTo(patch.toString());
        assertThat(patch)
                .isEqualTo(JsonPatch.builder()
                        .test("/a", null)
                        .remove("/a")
                        .add(JsonPointer.of("a", "-"), List.of("x", Map.of("y", 1.5)))
                        .replace(JsonPointer.root(), -7L)
                        .move("/a~1b", "/c")
                        .copy(JsonPointer.of("a"), JsonPointer.of(""))
                        .build())
                .hasSameHashCodeAs(JsonPatch.parse(patch.toJson()));
        assertThat(patch.getOperations())
                .extracting(JsonPatchOperation::getOp)
                .containsExactly("test", "remove", "add", "replace", "move", "copy");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'op':'remove','path':'/a'}                     | -1 | an array (RFC 6902 section 3)
            null                                            | -1 | an array (RFC 6902 section 3)
            [[]]                                            | 0  | an object (RFC 6902 section 3)
            [{'op':'remove','path':''},null]                | 1  | an object (RFC 6902 section 3)
            [{'path':'/a'}]                                 | 0  | 'op' is missing
            [{'op':null,'path':'/a'}]                       | 0  | 'op' is not a string
            [{'op':7,'path':'/a'}]                          | 0  | 'op' is not a string
            [{'op':'Add','path':'/a','value':1}]            | 0  | the 'op' 'Add' is none of
            [{'op':'','path':'/a'}]                         | 0  | is none of
            [{'op':'spam','path':'/a'}]                     | 0  | is none of
            [{'op':'remove'}]                               | 0  | 'path' is missing
            [{'op':'remove','path':null}]                   | 0  | 'path' is not a string
            [{'op':'remove','path':['a']}]                  | 0  | 'path' is not a string
            [{'op':'remove','path':'a'}]                    | 0  | 'path' is not a JSON Pointer
            [{'op':'remove','path':'/~2'}]                  | 0  | position 1 of '/~2'
            [{'op':'add','path':'/a'}]                      | 0  | 'value' is missing
            [{'op':'replace','path':'/a','Value':1}]        | 0  | 'value' is missing
            [{'op':'test','path':'/a'}]                     | 0  | 'value' is missing
            [{'op':'move','path':'/a'}]                     | 0  | 'from' is missing
            [{'op':'copy','path':'/a','from':1}]            | 0  | 'from' is not a string
            [{'op':'copy','path':'/a','from':'b'}]          | 0  | 'from' is not a JSON Pointer
            [{'op':'move','path':'/a/b','from':'/a'}]       | 0  | RFC 6902 section 4.4
            [{'op':'move','path':'/a','from':''}]           | 0  | proper prefix
            """)
    void whatIsNoPatchIsRefused(String text, int index, String rule) {
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> JsonPatch.parse(json(text)))
                .withMessageContaining(rule)
                .satisfies(e -> {
                    assertThat(e.getReason()).isEqualTo(Reason.INVALID_PATCH);
                    assertThat(e.getOperationIndex()).isEqualTo(index);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "[]]",
                "[] x",
                "[],",
                "[,]",
                "[{}",
                "{'a'}",
                "{a:1}",
                "[01]",
                "[+1]",
                "[.5]",
                "[1.]",
                "[NaN]",
                "[Infinity]",
                "[tru]",
                "['\\x']",
                "['\t']",
                "['a]",
                "[1 2]",
                "[1,]",
                "// c\n[]",
                "/* c */[]",
                "\uFEFF[]",
                "[{'op':'remove','op':'add','path':'/a','value':1}]",
                "[{'op':'add','path':'/a','value':{'b':1,'b':1}}]"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> JsonPatch.parse(json(text)))
                .satisfies(e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID_JSON));
    }

    @Test
    void halfOfASurrogatePairIsRefusedInsideTheValue() {
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> JsonPatch.parse(json("[{'op':'add','path':'/a','value':{'b':['\\ud83d']}}]")))
                .withMessage("operation 0: path '/a': the text or name has a lone surrogate, at '/b/0'");
    }

    @Test
    void aMissingValueIsNotANullValue() {
        JsonPatch patch = JsonPatch.parse(json("[{'op':'replace','path':'/a','value':null}]"));

        assertThat(patch.getOperations().get(0))
                .isInstanceOfSatisfying(
                        JsonPatchOperation.Replace.class,
                        replace -> assertThat(replace.getValue()).isNull());
        assertThat(patch.toJson()).contains("\"value\":null");
    }

    @Test
    void numbersKeepTheirExactValue() {
        JsonPatch patch = JsonPatch.parse(json("[{'op':'add','path':'','value':"
                + "[1,2147483648,9223372036854775808,1.0,0.1,1e3,123456789012345678901234567890.123]}]"));

        assertThat(patch.getOperations().get(0))
                .isInstanceOfSatisfying(
                        JsonPatchOperation.Add.class,
                        add -> assertThat(add.getValue())
                                .isEqualTo(List.of(
                                        1,
                                        2147483648L,
                                        new BigInteger("9223372036854775808"),
                                        new BigDecimal("1.0"),
                                        new BigDecimal("0.1"),
                                        new BigDecimal("1e3"),
                                        new BigDecimal("123456789012345678901234567890.123"))));
    }

    @Test
    void escapesAreReadAndOnlyTheNecessaryOnesWritten() {
        String text = json("[{'op':'add','path':'/\\u0061','value':'\\u0000\\u00e9\\ud83d\\ude00\\\"\\/\\n'}]");

        assertThat(JsonPatch.parse(text).toJson())
                .isEqualTo("[{\"op\":\"add\",\"path\":\"/a\",\"value\":\"\\u0000\u00e9\uD83D\uDE00\\\"/\\n\"}]");
    }

    @Test
    void namesOfOperationsInMessagesAreOnOneLine() {
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> JsonPatch.parse(json("[{'op':'x\\r\\nERROR forged','path':'/\\n'}]")))
                .withMessageNotContainingAny("\r", "\n");
    }
}
