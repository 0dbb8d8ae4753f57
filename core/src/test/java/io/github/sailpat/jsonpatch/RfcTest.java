package io.github.sailpat.jsonpatch;

import static io.github.sailpat.jsonpatch.JsonPatchApplyTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the RFCs demand, a row for each sentence that can be tested: the RFC's section, the sentence in our words, a
 * document, a patch, and the new document or the reason of the refusal. In the tables ' stands for the quotation mark of
 * JSON.
 */
class RfcTest {
    @ParameterizedTest(name = "RFC 6902 section {0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            3     | a patch is an array                              | {}              | {'op':'remove','path':'/a'}                             | INVALID_PATCH
            3     | of objects                                       | {}              | ['remove']                                              | INVALID_PATCH
            3     | an array without operations is a patch           | {'a':1}         | []                                                      | {'a':1}
            3     | operations are applied in the order of the array | {'a':1}         | [{'op':'add','path':'/b','value':{}},{'op':'move','from':'/a','path':'/b/a'}] | {'b':{'a':1}}
            3     | each to the result of the one before it          | [0]             | [{'op':'remove','path':'/0'},{'op':'remove','path':'/0'}] | NO_TARGET
            4     | an operation has an op                           | {'a':1}         | [{'path':'/a'}]                                         | INVALID_PATCH
            4     | only one op                                      | {'a':1}         | [{'op':'remove','path':'/a','op':'remove'}]             | INVALID_JSON
            4     | which is one of the six                          | {'a':1}         | [{'op':'delete','path':'/a'}]                           | INVALID_PATCH
            4     | in lower case                                    | {'a':1}         | [{'op':'Remove','path':'/a'}]                           | INVALID_PATCH
            4     | an operation has a path                          | {'a':1}         | [{'op':'remove'}]                                       | INVALID_PATCH
            4     | only one path                                    | {'a':1}         | [{'op':'remove','path':'/a','path':'/a'}]               | INVALID_JSON
            4     | which is a string                                | {'a':1}         | [{'op':'remove','path':0}]                              | INVALID_PATCH
            4     | and a JSON Pointer                               | {'a':1}         | [{'op':'remove','path':'a'}]                            | INVALID_PATCH
            4     | members that the operation does not define are ignored | {'a':1}   | [{'op':'remove','path':'/a','from':3,'value':{},'x':[]}] | {}
            4     | the order of the members has no meaning          | {}              | [{'value':1,'path':'/a','op':'add'}]                    | {'a':1}
            4     | equivalent operations with members in another order | {'a':1}      | [{'path':'/b','from':'/a','op':'copy'}]                 | {'a':1,'b':1}
            4.1   | an array index: the value is inserted there      | [1,3]           | [{'op':'add','path':'/1','value':2}]                    | [1,2,3]
            4.1   | a member that is not there is added              | {'a':1}         | [{'op':'add','path':'/b','value':[null]}]               | {'a':1,'b':[null]}
            4.1   | a member that is there is replaced               | {'a':{'x':1}}   | [{'op':'add','path':'/a','value':{'y':2}}]              | {'a':{'y':2}}
            4.1   | the operation has a value                        | {}              | [{'op':'add','path':'/a'}]                              | INVALID_PATCH
            4.1   | null is a value                                  | {}              | [{'op':'add','path':'/a','value':null}]                 | {'a':null}
            4.1   | the root: the value becomes the whole document   | {'a':1}         | [{'op':'add','path':'','value':[2]}]                    | [2]
            4.1   | elements at or above the index move to the right | [1,2]           | [{'op':'add','path':'/0','value':0}]                    | [0,1,2]
            4.1   | the index is at most the number of elements      | [1,2]           | [{'op':'add','path':'/2','value':3}]                    | [1,2,3]
            4.1   | and not greater                                  | [1,2]           | [{'op':'add','path':'/3','value':3}]                    | NO_TARGET
            4.1   | - appends                                        | [1]             | [{'op':'add','path':'/-','value':[2]}]                  | [1,[2]]
            4.1   | the object around the place exists               | {'a':{'b':1}}   | [{'op':'add','path':'/a/c','value':2}]                  | {'a':{'b':1,'c':2}}
            4.1   | or it is an error                                | {'q':{'b':1}}   | [{'op':'add','path':'/a/b','value':2}]                  | NO_TARGET
            4.1   | which cannot be in a scalar                      | {'a':'text'}    | [{'op':'add','path':'/a/0','value':2}]                  | NO_TARGET
            4.2   | the value is removed                             | {'a':1,'b':2}   | [{'op':'remove','path':'/b'}]                           | {'a':1}
            4.2   | it must exist                                    | {'a':1}         | [{'op':'remove','path':'/b'}]                           | NO_TARGET
            4.2   | elements above it move to the left               | [1,2,3]         | [{'op':'remove','path':'/0'}]                           | [2,3]
            4.2   | and must exist in an array too                   | [1,2,3]         | [{'op':'remove','path':'/3'}]                           | NO_TARGET
            4.3   | the value is replaced                            | {'a':[1]}       | [{'op':'replace','path':'/a','value':{}}]               | {'a':{}}
            4.3   | the operation has a value                        | {'a':1}         | [{'op':'replace','path':'/a'}]                          | INVALID_PATCH
            4.3   | the target must exist                            | {'a':1}         | [{'op':'replace','path':'/b','value':1}]                | NO_TARGET
            4.3   | as a removal and an addition at the place        | [1,2,3]         | [{'op':'replace','path':'/1','value':0}]                | [1,0,3]
            4.3   | as a removal and an addition of the root         | {'a':1}         | [{'op':'replace','path':'','value':null}]               | null
            4.4   | the value is removed and added elsewhere         | {'a':1,'b':{}}  | [{'op':'move','from':'/a','path':'/b/a'}]               | {'b':{'a':1}}
            4.4   | the operation has a from                         | {'a':1}         | [{'op':'move','path':'/b'}]                             | INVALID_PATCH
            4.4   | which is a JSON Pointer                          | {'a':1}         | [{'op':'move','from':'a','path':'/b'}]                  | INVALID_PATCH
            4.4   | whose place must exist                           | {'a':1}         | [{'op':'move','from':'/c','path':'/b'}]                 | NO_TARGET
            4.4   | the index of the target counts after the removal | [1,2,3]         | [{'op':'move','from':'/0','path':'/2'}]                 | [2,3,1]
            4.4   | the value moves over one that is there           | {'a':1,'b':2}   | [{'op':'move','from':'/a','path':'/b'}]                 | {'b':1}
            4.4   | a place cannot move into one of its children     | {'a':{'b':1}}   | [{'op':'move','from':'/a','path':'/a/b'}]               | INVALID_PATCH
            4.4   | but a child can move over its parent             | {'a':{'b':1}}   | [{'op':'move','from':'/a/b','path':'/a'}]               | {'a':1}
            4.4   | and the same beginning makes no child            | {'a':1,'ab':{}} | [{'op':'move','from':'/a','path':'/ab/c'}]              | {'ab':{'c':1}}
            4.5   | the value is copied                              | {'a':[1]}       | [{'op':'copy','from':'/a','path':'/b'}]                 | {'a':[1],'b':[1]}
            4.5   | the operation has a from                         | {'a':1}         | [{'op':'copy','path':'/b'}]                             | INVALID_PATCH
            4.5   | whose place must exist                           | {'a':1}         | [{'op':'copy','from':'/c','path':'/b'}]                 | NO_TARGET
            4.5   | as an addition of the value                      | [1,2]           | [{'op':'copy','from':'/1','path':'/0'}]                 | [2,1,2]
            4.5   | a copy is another value than its original        | {'a':[]}        | [{'op':'copy','from':'/a','path':'/b'},{'op':'add','path':'/b/-','value':1}] | {'a':[],'b':[1]}
            4.6   | the operation has a value                        | {'a':1}         | [{'op':'test','path':'/a'}]                             | INVALID_PATCH
            4.6   | the place must equal it                          | {'a':1}         | [{'op':'test','path':'/a','value':2}]                   | TEST_FAILED
            4.6   | and exist                                        | {'a':null}      | [{'op':'test','path':'/b','value':null}]                | TEST_FAILED
            4.6   | equal values are of one JSON type                | {'a':'1'}       | [{'op':'test','path':'/a','value':1}]                   | TEST_FAILED
            4.6   | an empty object is no empty array                | {'a':{}}        | [{'op':'test','path':'/a','value':[]}]                  | TEST_FAILED
            4.6   | strings have the same characters                 | ['\\u0061\\ud83d\\ude00'] | [{'op':'test','path':'/0','value':'a\uD83D\uDE00'}] | ['a\uD83D\uDE00']
            4.6   | in the same order                                | ['ab']          | [{'op':'test','path':'/0','value':'ba'}]                | TEST_FAILED
            4.6   | numbers are equal as numbers                     | [1.0,100,-0.0]  | [{'op':'test','path':'','value':[1,1e2,0]}]             | [1.0,100,-0.0]
            4.6   | to the last digit                                | [0.1]           | [{'op':'test','path':'/0','value':0.10000000000000000001}] | TEST_FAILED
            4.6   | arrays have as many elements                     | [1]             | [{'op':'test','path':'','value':[1,1]}]                 | TEST_FAILED
            4.6   | each equal at its place                          | [[1],[2]]       | [{'op':'test','path':'','value':[[2],[1]]}]             | TEST_FAILED
            4.6   | objects have as many members                     | {'a':1}         | [{'op':'test','path':'','value':{'a':1,'b':null}}]      | TEST_FAILED
            4.6   | of the same names                                | {'a':1}         | [{'op':'test','path':'','value':{'A':1}}]               | TEST_FAILED
            4.6   | with equal values, in any order                  | {'a':{},'b':2}  | [{'op':'test','path':'','value':{'b':2.0,'a':{}}}]      | {'a':{},'b':2}
            4.6   | literals are the same                            | [true,null]     | [{'op':'test','path':'','value':[true,null]}]           | [true,null]
            4.6   | and no others                                    | [true]          | [{'op':'test','path':'/0','value':false}]               | TEST_FAILED
            4.6   | white space has no meaning                       | { 'a' : [ 1 ] } | [ {'op':'test', 'path':'/a', 'value':[ 1 ]} ]           | {'a':[1]}
            5     | one failure and the whole patch has failed       | {'a':1}         | [{'op':'add','path':'/b','value':1},{'op':'test','path':'/a','value':2}] | TEST_FAILED
            5     | even if a later operation would mend it          | {'a':1}         | [{'op':'remove','path':'/b'},{'op':'add','path':'/b','value':1}] | NO_TARGET
            """)
    void jsonPatch(String section, String sentence, String document, String patch, String outcome) {
        assertThat(outcome(document, patch)).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "RFC 6901 section {0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            3     | no token: the whole document                     | {'a':1}         | ``         | {'a':1}
            3     | each token after a slash                         | {'a':{'b':1}}   | /a/b       | 1
            3     | so not without one                               | {'a':1}         | a          | INVALID_PATCH
            3     | a token may be empty                             | {'':{'':1}}     | //         | 1
            3     | ~0 is the tilde                                  | {'~':1}         | /~0        | 1
            3     | ~1 is the slash                                  | {'/':1}         | /~1        | 1
            3     | no other character follows the tilde             | {'~2':1}        | /~2        | INVALID_PATCH
            3     | nor nothing                                      | {'~':1}         | /~         | INVALID_PATCH
            4     | evaluation begins at the root                    | [[1]]           | /0         | [1]
            4     | ~1 is read before ~0                             | {'~1':1}        | /~01       | 1
            4     | in an object a token is the name of a member     | {'01':1}        | /01        | 1
            4     | compared without normalization                   | {'\u00e9':1}    | /e\u0301   | NO_TARGET
            4     | or letter case                                   | {'a':1}         | /A         | NO_TARGET
            4     | in an array it is an index, counted from 0       | [1,2]           | /1         | 2
            4     | 0 itself begins with 0                           | [1,2]           | /0         | 1
            4     | no other index does                              | [1,2]           | /01        | NO_TARGET
            4     | ASCII digits only                                | [1,2]           | /\u0661    | NO_TARGET
            4     | no sign                                          | [1,2]           | /-1        | NO_TARGET
            4     | - is the place after the last element            | [1,2]           | /-         | NO_TARGET
            4     | and a name in an object                          | {'-':1}         | /-         | 1
            4     | in a scalar there is nothing                     | {'a':'b'}       | /a/0       | NO_TARGET
            5     | in JSON a pointer is a string with its escapes   | {'\\u0022':1}   | /\\u0022   | 1
            5     | a backslash is a character                       | {'\\\\':1}      | /\\\\      | 1
            5     | and so is a space                                | {' ':1}         | `/ `       | 1
            5     | and a percent sign                               | {'%41':1}       | /%41       | 1
            6     | the form for fragments is another one            | {'a':1}         | #/a        | INVALID_PATCH
            7     | what is not there is an error                    | {'a':1}         | /b         | NO_TARGET
            7     | beyond the end of an array too                   | [1]             | /1         | NO_TARGET
            """)
    void jsonPointer(String section, String sentence, String document, String pointer, String outcome) {
        assertThat(outcome(document, "[{'op':'copy','from':'" + pointer + "','path':''}]"))
                .isEqualTo(outcome);
    }

    /** The new document, with ' for the quotation mark, or the reason of the refusal. */
    private static String outcome(String document, String patch) {
        String[] result = new String[1];
        JsonPatchException refusal = catchThrowableOfType(
                JsonPatchException.class,
                () -> result[0] = JsonPatch.parse(json(patch)).applyToJson(json(document)));
        return refusal == null
                ? Arrays.toString(result).replaceAll("^\\[|]$", "").replace('"', '\'')
                : refusal.getReason().name();
    }
}
