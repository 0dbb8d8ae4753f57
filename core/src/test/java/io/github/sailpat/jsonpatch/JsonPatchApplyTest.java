package io.github.sailpat.jsonpatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sailpat.jsonpatch.JsonPatchException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6902, sections 4 and 5, sentence by sentence. In the tables ' stands for the quotation mark of JSON. */
class JsonPatchApplyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # 4: operations are applied one after the other, each to the result of the one before
            {}                     | []                                                                   | {}
            {'a':1}                | [{'op':'add','path':'/b','value':2},{'op':'copy','from':'/b','path':'/c'}] | {'a':1,'b':2,'c':2}
            # 4: the order of an operation's members is without meaning, and unknown members are ignored
            {'a':1}                | [{'value':2,'xyz':[{}],'path':'/a','from':7,'op':'replace'}]          | {'a':2}
            # 4.1: into an array, before the element at the index, which moves up
            [1,2]                  | [{'op':'add','path':'/0','value':0}]                                 | [0,1,2]
            [1,2]                  | [{'op':'add','path':'/1','value':0}]                                 | [1,0,2]
            [1,2]                  | [{'op':'add','path':'/2','value':0}]                                 | [1,2,0]
            [1,2]                  | [{'op':'add','path':'/-','value':0}]                                 | [1,2,0]
            []                     | [{'op':'add','path':'/0','value':0}]                                 | [0]
            [1]                    | [{'op':'add','path':'/-','value':[2,3]}]                             | [1,[2,3]]
            # 4.1: a member of an object, new or replaced
            {'a':1}                | [{'op':'add','path':'/b','value':null}]                              | {'a':1,'b':null}
            {'a':1,'b':2}          | [{'op':'add','path':'/a','value':3}]                                 | {'a':3,'b':2}
            # 4.1: the whole document
            {'a':1}                | [{'op':'add','path':'','value':[]}]                                  | []
            # 6901 4: in an object, indexes and - are names; the empty name is one too
            {'0':{'-':1}}          | [{'op':'add','path':'/0/-','value':2},{'op':'add','path':'/0/01','value':3}] | {'0':{'-':2,'01':3}}
            {'':{'':1}}            | [{'op':'replace','path':'//','value':2}]                             | {'':{'':2}}
            {'a/b':{'m~n':1}}      | [{'op':'replace','path':'/a~1b/m~0n','value':2}]                     | {'a/b':{'m~n':2}}
            # 4.2: the elements above a removed one move down
            {'a':1,'b':2}          | [{'op':'remove','path':'/a'}]                                        | {'b':2}
            {'a':null}             | [{'op':'remove','path':'/a'}]                                        | {}
            [1,2,3]                | [{'op':'remove','path':'/1'}]                                        | [1,3]
            # 4.3
            {'a':{'b':1}}          | [{'op':'replace','path':'/a','value':null}]                          | {'a':null}
            [1,2]                  | [{'op':'replace','path':'/1','value':3}]                             | [1,3]
            1                      | [{'op':'replace','path':'','value':'x'}]                            | 'x'
            # 4.4: a removal and then an addition, so the index counts without the moved element
            {'a':{'b':1},'c':{}}   | [{'op':'move','from':'/a/b','path':'/c/d'}]                          | {'a':{},'c':{'d':1}}
            [1,2,3]                | [{'op':'move','from':'/0','path':'/2'}]                              | [2,3,1]
            [1,2,3]                | [{'op':'move','from':'/0','path':'/-'}]                              | [2,3,1]
            {'a':1}                | [{'op':'move','from':'/a','path':'/a'}]                              | {'a':1}
            [1,2]                  | [{'op':'move','from':'/1','path':'/1'}]                              | [1,2]
            {'a':1}                | [{'op':'move','from':'','path':''}]                                  | {'a':1}
            {'a':{'b':1}}          | [{'op':'move','from':'/a/b','path':'/a'}]                            | {'a':1}
            {'a':{'b':1}}          | [{'op':'move','from':'/a/b','path':''}]                              | 1
            {'a':1,'ab':{}}        | [{'op':'move','from':'/a','path':'/ab/c'}]                           | {'ab':{'c':1}}
            # 4.5
            {'a':{'b':1}}          | [{'op':'copy','from':'/a','path':'/c'}]                              | {'a':{'b':1},'c':{'b':1}}
            {'a':{'b':1}}          | [{'op':'copy','from':'','path':'/a/c'}]                              | {'a':{'b':1,'c':{'a':{'b':1}}}}
            {'a':[1]}              | [{'op':'copy','from':'/a','path':'/b'},{'op':'add','path':'/b/-','value':2}] | {'a':[1],'b':[1,2]}
            [1,2]                  | [{'op':'copy','from':'/1','path':'/0'}]                              | [2,1,2]
            # 4.6: numbers by value, objects without order, arrays in order, strings by code point, literals
            {'a':1}                | [{'op':'test','path':'/a','value':1.0},{'op':'test','path':'/a','value':1e0},{'op':'test','path':'/a','value':10E-1}] | {'a':1}
            {'a':0}                | [{'op':'test','path':'/a','value':-0.0},{'op':'test','path':'/a','value':0e99}] | {'a':0}
            [9007199254740993]     | [{'op':'test','path':'/0','value':9007199254740993.0}]               | [9007199254740993]
            {'a':1,'b':[1,{}]}     | [{'op':'test','path':'','value':{'b':[1.0,{}],'a':1}}]               | {'a':1,'b':[1,{}]}
            {'a':null,'b':true}    | [{'op':'test','path':'/a','value':null},{'op':'test','path':'/b','value':true}] | {'a':null,'b':true}
            ['\\u00e9\\/']           | [{'op':'test','path':'/0','value':'é/'}]                             | ['é/']
            # the whole document may go, if another comes
            {'a':1}                | [{'op':'remove','path':''},{'op':'add','path':'','value':2}]         | 2
            null                   | [{'op':'test','path':'','value':null}]                               | null
            """)
    void appliesTo(String document, String patch, String expected) {
        assertThat(JsonPatch.parse(json(patch)).applyToJson(json(document))).isEqualTo(json(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # 4.1: the object or array around the place must be there, and the index not beyond the end
            {'q':1}  | {'op':'add','path':'/a/b','value':1}           | NO_TARGET   | no member 'a'
            {'a':1}  | {'op':'add','path':'/a/b','value':1}           | NO_TARGET   | neither an object nor an array
            1        | {'op':'add','path':'/a','value':1}             | NO_TARGET   | neither an object nor an array
            null     | {'op':'add','path':'/a','value':1}             | NO_TARGET   | neither an object nor an array
            'a'      | {'op':'add','path':'/0','value':1}             | NO_TARGET   | neither an object nor an array
            [1]      | {'op':'add','path':'/2','value':1}             | NO_TARGET   | the array has 1 elements
            [1]      | {'op':'add','path':'/99999999999999999999','value':1} | NO_TARGET | the array has 1 elements
            [1]      | {'op':'add','path':'/4294967296','value':1}    | NO_TARGET   | the array has 1 elements
            [1]      | {'op':'add','path':'/01','value':1}            | NO_TARGET   | leading zeros
            [1]      | {'op':'add','path':'/00','value':1}            | NO_TARGET   | leading zeros
            [1]      | {'op':'add','path':'/-1','value':1}            | NO_TARGET   | not an array index
            [1]      | {'op':'add','path':'/+0','value':1}            | NO_TARGET   | not an array index
            [1]      | {'op':'add','path':'/1e0','value':1}           | NO_TARGET   | not an array index
            [1]      | {'op':'add','path':'/a','value':1}             | NO_TARGET   | not an array index
            [1]      | {'op':'add','path':'/','value':1}              | NO_TARGET   | not an array index
            [[1]]    | {'op':'add','path':'/-/0','value':1}           | NO_TARGET   | after the last element of an array
            [{}]     | {'op':'add','path':'/00/a','value':1}          | NO_TARGET   | leading zeros
            # 4.2 to 4.5: the place must be there; - never is
            {'a':1}  | {'op':'remove','path':'/b'}                    | NO_TARGET   | RFC 6902 section 4.2
            {'a':1}  | {'op':'remove','path':'/A'}                    | NO_TARGET   | no member 'A'
            [1]      | {'op':'remove','path':'/-'}                    | NO_TARGET   | after the last element of an array
            [1]      | {'op':'remove','path':'/1'}                    | NO_TARGET   | the array has 1 elements
            [1]      | {'op':'remove','path':'/00'}                   | NO_TARGET   | leading zeros
            {'a':1}  | {'op':'remove','path':''}                      | NO_TARGET   | the whole document is removed
            {'a':1}  | {'op':'replace','path':'/b','value':1}         | NO_TARGET   | RFC 6902 section 4.3
            [1]      | {'op':'replace','path':'/-','value':1}         | NO_TARGET   | after the last element of an array
            [1]      | {'op':'replace','path':'/1','value':1}         | NO_TARGET   | the array has 1 elements
            {'a':1}  | {'op':'move','from':'/b','path':'/a'}          | NO_TARGET   | RFC 6902 section 4.4
            {'a':1}  | {'op':'move','from':'/b','path':'/a'}          | NO_TARGET   | path '/a': from '/b': the object has no member
            {'a':1}  | {'op':'copy','from':'/b/c','path':'/a'}        | NO_TARGET   | path '/a': from '/b/c': the object has no member
            {'a':1}  | {'op':'move','from':'/b','path':'/b'}          | NO_TARGET   | RFC 6902 section 4.4
            [1,2]    | {'op':'move','from':'/0','path':'/2'}          | NO_TARGET   | the array has 1 elements
            [1]      | {'op':'move','from':'/-','path':'/0'}          | NO_TARGET   | after the last element of an array
            {'a':1}  | {'op':'copy','from':'/b','path':'/a'}          | NO_TARGET   | RFC 6902 section 4.5
            [1]      | {'op':'copy','from':'/-','path':'/0'}          | NO_TARGET   | after the last element of an array
            {'a':1}  | {'op':'copy','from':'/a','path':'/b/c'}        | NO_TARGET   | no member 'b'
            # 4.6: another type, another value, another order, another length, or nothing there
            {'a':1}  | {'op':'test','path':'/a','value':'1'}          | TEST_FAILED | RFC 6902 section 4.6
            {'a':1}  | {'op':'test','path':'/a','value':true}         | TEST_FAILED | another
            {'a':1}  | {'op':'test','path':'/a','value':1.00000000000000000001} | TEST_FAILED | another
            [9007199254740993] | {'op':'test','path':'/0','value':9007199254740992} | TEST_FAILED | another
            {'a':null} | {'op':'test','path':'/a','value':false}      | TEST_FAILED | another
            {'a':{}} | {'op':'test','path':'/a','value':[]}           | TEST_FAILED | another
            [1,2]    | {'op':'test','path':'','value':[2,1]}          | TEST_FAILED | another
            [1,2]    | {'op':'test','path':'','value':[1]}            | TEST_FAILED | another
            {'a':1,'b':2} | {'op':'test','path':'','value':{'a':1}}   | TEST_FAILED | another
            {'a':1}  | {'op':'test','path':'','value':{'b':1}}        | TEST_FAILED | another
            {'a':null} | {'op':'test','path':'','value':{'b':null}}   | TEST_FAILED | another
            {'a':'é'} | {'op':'test','path':'/a','value':'e\u0301'}   | TEST_FAILED | another
            {}       | {'op':'test','path':'/a','value':null}         | TEST_FAILED | no member 'a'
            [1]      | {'op':'test','path':'/-','value':null}         | TEST_FAILED | after the last element of an array
            """)
    void refuses(String document, String operation, Reason reason, String rule) {
        // 5: what succeeded before the failure has no effect, since there is no result
        JsonPatch patch = JsonPatch.parse(json("[{'op':'test','path':'','value':" + document + "}," + operation + "]"));
        String path = patch.getOperations().get(1).getPath().toString();

        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> patch.applyToJson(json(document)))
                .withMessageStartingWith("operation 1: path '" + path + "': ")
                .withMessageContaining(rule)
                .withMessageContaining(
                        reason == Reason.TEST_FAILED || !rule.contains("whole") ? "RFC 6902 section" : rule)
                .satisfies(e -> {
                    assertThat(e.getReason()).isEqualTo(reason);
                    assertThat(e.getOperationIndex()).isEqualTo(1);
                    assertThat(e.getPath()).hasToString(path);
                });
    }

    @Test
    void nothingLivesInARemovedDocument() {
        JsonPatch patch = JsonPatch.create(b -> b.remove("").add("/a", 1).add("", 2));

        JsonPatchException e = catchThrowableOfType(JsonPatchException.class, () -> patch.applyTo(Map.of("a", 1)));

        assertThat(e).hasMessageContaining("the document was removed");
        assertThat(e.getOperationIndex()).isEqualTo(1);
    }

    @Test
    void aFailureLeavesTheDocumentAsItWas() {
        Map<String, Object> document = new LinkedHashMap<>(Map.of("a", new ArrayList<>(List.of(1, 2))));
        JsonPatch patch = JsonPatch.create(b -> b.add("/a/-", 3).remove("/a/0").test("/a/0", "no"));

        assertThatExceptionOfType(JsonPatchException.class).isThrownBy(() -> patch.applyTo(document));

        assertThat(document).isEqualTo(Map.of("a", List.of(1, 2)));
    }

    @Test
    void theResultSharesNothingWithTheDocumentOrThePatch() {
        Map<String, Object> document = new LinkedHashMap<>(Map.of("a", new ArrayList<>(List.of(1))));
        JsonPatch patch = JsonPatch.create(b -> b.add("/b", List.of(2)).copy("/a", "/c"));

        Map<String, List<Object>> result = tree(patch.applyTo(document));
        result.values().forEach(array -> array.add("mine"));

        assertThat(document).isEqualTo(Map.of("a", List.of(1)));
        assertThat(result).isEqualTo(Map.of("a", List.of(1, "mine"), "b", List.of(2, "mine"), "c", List.of(1, "mine")));
        assertThat(patch.applyTo(document)).isEqualTo(Map.of("a", List.of(1), "b", List.of(2), "c", List.of(1)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<Object>> tree(@Nullable Object result) {
        return (Map<String, List<Object>>) Objects.requireNonNull(result);
    }

    @ParameterizedTest
    @CsvSource({
        "12345678901234567890123456789.10, 12345678901234567890123456789.10",
        "1.10, 1.10",
        "1E400, 1E+400",
        "1e-400, 1E-400",
        "-0.0, -0.0",
        "-0, -0",
        "-0.00, -0.00",
        "-0e2, -0E+2",
        "123456789012345678901234567890, 123456789012345678901234567890"
    })
    void numbersKeepTheirExactValueInText(String number, String expected) {
        assertThat(JsonPatch.of().applyToJson(" [ " + number + " ] ")).isEqualTo("[" + expected + "]");
    }

    @Test
    void aMessageNeverHasAValue() {
        JsonPatch patch = JsonPatch.create(b -> b.test("/a", "hunter2"));

        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> patch.applyTo(Map.of("a", "hunter3")))
                .withMessageNotContaining("hunter");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without null checks may do
    void nullIsRefusedWhereItIsNoValue() {
        assertThat(JsonPatch.of().applyTo(null)).isNull();
        assertThatNullPointerException().isThrownBy(() -> JsonPatch.of().applyToJson(null));
        assertThatNullPointerException().isThrownBy(() -> JsonPatch.parse(null));
        assertThatNullPointerException().isThrownBy(() -> JsonPatchOperation.add(null, 1));
        assertThatNullPointerException().isThrownBy(() -> JsonPatchOperation.move(null, JsonPointer.root()));
    }

    static String json(String text) {
        return text.replace('\'', '"');
    }
}
