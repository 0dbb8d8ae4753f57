package io.github.sailpat.jsonpatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Patches, operations and pointers are values: what they are made of says whether they are equal. */
class JsonPatchValueTest {
    private static final JsonPointer HERE = JsonPointer.parse("/a");
    private static final JsonPointer THERE = JsonPointer.parse("/b");

    private static Map<String, Object> object(String first, Object one, String second, Object two) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(first, one);
        object.put(second, two);
        return object;
    }

    @Test
    void patchesAreEqualWhenTheirOperationsAre() {
        JsonPatch patch = JsonPatch.builder().add("/a", 1).build();

        assertThat(patch).isEqualTo(JsonPatch.builder().add("/a", 1).build());
        assertThat(patch).isNotEqualTo(JsonPatch.builder().add("/a", 2).build());
        assertThat(patch.equals((Object) "a text")).isFalse();
    }

    @Test
    void operationsWithEqualValuesAreEqualAndHashAlike() {
        JsonPatchOperation one = JsonPatchOperation.add(HERE, object("x", List.of(1), "y", 2));
        JsonPatchOperation same = JsonPatchOperation.add(HERE, object("y", 2.0, "x", List.of(1.0)));

        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one).isNotEqualTo(JsonPatchOperation.replace(HERE, object("x", List.of(1), "y", 2)));
    }

    /** A hash code may be any number, but one for all makes a list of each map. */
    @Test
    void operationsThatDifferMostlyHashDifferently() {
        assertThat(IntStream.range(0, 100)
                        .map(i -> JsonPatchOperation.add(HERE, List.of(object("k" + i, i, "s", "t" + i)))
                                .hashCode())
                        .distinct()
                        .count())
                .isGreaterThan(90);
        assertThat(IntStream.range(0, 100)
                        .map(i -> JsonPointer.parse("/" + i).hashCode())
                        .distinct()
                        .count())
                .isGreaterThan(90);
    }

    @Test
    void operationsGiveWhatTheyWereMadeOf() {
        assertThat(JsonPatchOperation.replace(HERE, "v").getValue()).isEqualTo("v");
        assertThat(JsonPatchOperation.test(HERE, "v").getValue()).isEqualTo("v");
        assertThat(JsonPatchOperation.move(THERE, HERE).getFrom()).isEqualTo(THERE);
        assertThat(JsonPatchOperation.copy(THERE, HERE).getFrom()).isEqualTo(THERE);
        assertThat(JsonPatchOperation.remove(HERE)).hasToString("{\"op\":\"remove\",\"path\":\"/a\"}");
    }

    /** {@code BigDecimal} has none. */
    @Test
    void theZeroWithAMinusSignOfATextIsOneAsANumber() {
        JsonPatch patch = JsonPatch.parse("[{\"op\":\"add\",\"path\":\"\",\"value\":-0.0}]");

        assertThat(patch.applyTo("before"))
                .isInstanceOfSatisfying(Number.class, zero -> {
                    assertThat(Double.compare(zero.doubleValue(), -0.0)).isZero();
                    assertThat(Float.compare(zero.floatValue(), -0.0f)).isZero();
                    assertThat(zero.longValue()).isZero();
                })
                .isEqualTo(patch.applyTo("another"))
                .hasSameHashCodeAs(patch.applyTo("another"))
                .isNotEqualTo(0);
    }

    @Test
    void anObjectWhoseMembersStandInAnotherOrderIsTheSameWhereverItWent() {
        Object before = List.of(object("x", 1, "y", 2), "end");
        Object after = List.of("new", object("y", 2, "x", 1), "end");

        assertThat(JsonPatch.between(before, after))
                .isEqualTo(JsonPatch.builder().add("/0", "new").build());
    }
}
