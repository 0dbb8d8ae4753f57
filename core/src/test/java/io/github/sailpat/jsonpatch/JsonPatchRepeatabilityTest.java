package io.github.sailpat.jsonpatch;

import static io.github.sailpat.jsonpatch.JsonPatchApplyTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the tables the operations are short: op path [value]. */
class JsonPatchRepeatabilityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            true  |
            true  | replace /a
            true  | replace /a/0
            true  | replace ``
            true  | test /a
            true  | test ``
            true  | add /a
            true  | add /a/0/b
            true  | add ``
            true  | add /a/01
            true  | add /
            false | add /a/-
            false | add /a/0
            false | add /0
            false | add /a/12
            false | remove /a
            false | move /a
            false | copy /a
            false | replace /a, remove /b
            true  | replace /a, replace /b
            true  | replace /a, replace /a
            true  | replace /a, add /a/b
            true  | add /a, replace /a/b, replace /a/b/c
            false | add /a/b, replace /a
            false | replace /a/b/c, replace /b, add /a
            false | replace /a, add ``
            true  | replace /ab, replace /a
            true  | replace /a, test /a
            true  | test /a, test /a/b, test ``
            true  | replace /a, test /a/b
            true  | replace /a/b, test /a
            false | test /a, replace /a
            false | test /a, replace /a/b
            false | test /a/b, replace /a
            false | test ``, add /a
            false | test /a, replace ``
            false | test /a, replace /b, test /b, replace /a
            true  | test /a, replace /b
            true  | test /a, replace /ab
            true  | test /a/b, replace /a/c
            """)
    void dependsOnTheOperationsAndTheirOrder(boolean expected, String operations) {
        JsonPatchBuilder builder = JsonPatch.builder();
        if (operations != null) {
            for (String operation : operations.split(", ")) {
                String[] words = operation.replace("`", "").split(" ", -1);
                add(builder, words[0], JsonPointer.parse(words[1]));
            }
        }
        assertThat(builder.build().isIdempotent()).isEqualTo(expected);
    }

    private static void add(JsonPatchBuilder builder, String op, JsonPointer path) {
        JsonPointer from = JsonPointer.of("x");
        switch (op) {
            case "add" -> builder.add(path, 1);
            case "remove" -> builder.remove(path);
            case "replace" -> builder.replace(path, 1);
            case "move" -> builder.move(from, path);
            case "copy" -> builder.copy(from, path);
            default -> builder.test(path, 1);
        }
    }

    /** Why the rules are as they are: each of these works once and does not the second time. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':1}         | [{'op':'test','path':'/a','value':1},{'op':'replace','path':'/a','value':2}]
            {'a':{'b':1}}   | [{'op':'replace','path':'/a/b','value':2},{'op':'replace','path':'/a','value':{}}]
            {'a':{'b':1}}   | [{'op':'test','path':'/a/b','value':1},{'op':'replace','path':'/a','value':{}}]
            {'a':[]}        | [{'op':'add','path':'/a/0','value':1}]
            {'a':[]}        | [{'op':'add','path':'/a/-','value':1}]
            {'a':1}         | [{'op':'remove','path':'/a'}]
            """)
    void whatIsNotRepeatableMayChangeThings(String document, String text) {
        JsonPatch patch = JsonPatch.parse(json(text));
        String once = patch.applyToJson(json(document));

        assertThat(patch.isIdempotent()).isFalse();
        String twice;
        try {
            twice = patch.applyToJson(once);
        } catch (JsonPatchException e) {
            twice = "refused";
        }
        assertThat(twice).isNotEqualTo(once);
    }
}
