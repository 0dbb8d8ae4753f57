package io.github.sailpat.jsonpatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sailpat.jsonpatch.JsonPatchException.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonPatchOperationTest {
    private static final JsonPointer PATH = JsonPointer.of("a");

    @Test
    void theCallersTreeIsCopied() {
        List<Object> inner = new ArrayList<>(List.of(1));
        Map<String, Object> tree = new LinkedHashMap<>(Map.of("x", inner));
        JsonPatchOperation.Add add = JsonPatchOperation.add(PATH, tree);
        inner.add(2);
        tree.clear();

        assertThat(add.getValue()).isEqualTo(Map.of("x", List.of(1)));
    }

    @Test
    void nobodyCanChangeAPatch() {
        JsonPatchBuilder builder = JsonPatch.builder().add(PATH, new LinkedHashMap<>(Map.of("x", new ArrayList<>())));
        JsonPatch patch = builder.build();
        builder.remove(PATH);

        assertThat(patch.size()).isEqualTo(1);
        assertThat(patch.getOperations()).isUnmodifiable();
        JsonPatchOperation.Add add =
                (JsonPatchOperation.Add) patch.getOperations().get(0);
        Map<?, ?> value = (Map<?, ?>) Objects.requireNonNull(add.getValue());
        assertThat(value).isUnmodifiable();
        assertThat((List<?>) value.get("x")).isUnmodifiable();
    }

    static Stream<Object> notJson() {
        return Stream.of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Instant.EPOCH,
                'c',
                new int[] {1},
                Set.of(1),
                new AtomicInteger(1),
                new BigDecimal("1") {},
                Reason.NO_TARGET,
                PATH,
                Map.of(1, 2),
                Collections.singletonMap(null, 1),
                "\uD83D",
                Map.of("\uDE00", 1));
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void whatJsonHasNotIsRefusedWithItsPlace(Object value) {
        assertThatExceptionOfType(JsonPatchException.class)
                .isThrownBy(() -> JsonPatchOperation.replace(PATH, Map.of("b", List.of(1, value))))
                .withMessageStartingWith("path '/a': ")
                .withMessageEndingWith(", at '/b/1'")
                .satisfies(e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID_JSON));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonPatch.of().applyTo(value));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonPatch.between(value, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonPatch.between(1, value));
    }

    static Stream<List<Number>> equalNumbers() {
        return Stream.of(
                List.of(
                        (byte) 1,
                        (short) 1,
                        1,
                        1L,
                        1f,
                        1.0,
                        BigInteger.ONE,
                        new BigDecimal("1.00"),
                        new BigDecimal("10E-1")),
                List.of(0, 0.0, -0.0, -0.0f, new BigDecimal("0E+9")),
                List.of(100, new BigDecimal("1E2"), 100.0),
                List.of(0.1, 0.1f, new BigDecimal("0.1")),
                List.of(1L << 62, BigInteger.TWO.pow(62)));
    }

    @ParameterizedTest
    @MethodSource("equalNumbers")
    void numbersAreEqualByValue(List<Number> numbers) {
        for (Number one : numbers) {
            for (Number other : numbers) {
                assertThat(JsonPatchOperation.test(PATH, one))
                        .isEqualTo(JsonPatchOperation.test(PATH, other))
                        .hasSameHashCodeAs(JsonPatchOperation.test(PATH, other));
                assertThat(JsonPatch.create(b -> b.test("/a", one)).applyTo(Map.of("a", other)))
                        .isEqualTo(Map.of("a", other));
            }
        }
    }

    static Stream<@Nullable Object> differentValues() {
        return Stream.of(
                null, true, false, 0, 1, "", "1", List.of(), List.of(1), List.of(1, 1), Map.of(), Map.of("", 1));
    }

    @Test
    void differentValuesAreDifferent() {
        assertThat(differentValues().map(value -> JsonPatchOperation.test(PATH, value)))
                .doesNotHaveDuplicates();
        assertThat(JsonPatchOperation.add(PATH, 1)).isNotEqualTo(JsonPatchOperation.replace(PATH, 1));
        assertThat(JsonPatchOperation.add(PATH, 1)).isNotEqualTo(JsonPatchOperation.add(JsonPointer.root(), 1));
        assertThat(JsonPatchOperation.move(PATH, JsonPointer.root()))
                .isNotEqualTo(JsonPatchOperation.move(PATH, PATH))
                .isNotEqualTo(JsonPatchOperation.copy(PATH, JsonPointer.root()));
    }

    @Test
    void aMoveIntoItselfCannotBeBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPatch.builder().move("/a", "/a/b"))
                .withMessageContaining("RFC 6902 section 4.4");
        assertThat(JsonPatch.builder()
                        .move("/a", "/ab")
                        .move("/a", "/a")
                        .build()
                        .size())
                .isEqualTo(2);
    }

    @Test
    void patchesJoin() {
        JsonPatch one = JsonPatch.create(b -> b.remove("/a"));
        JsonPatch two = JsonPatch.of(JsonPatchOperation.remove(JsonPointer.of("b")));

        assertThat(one.and(two))
                .isEqualTo(JsonPatch.builder().remove("/a").remove("/b").build());
        assertThat(one.size()).isEqualTo(1);
        assertThat(one.and(JsonPatch.of())).isEqualTo(one);
        assertThat(JsonPatch.of().isEmpty()).isTrue();
        assertThat(one.isEmpty()).isFalse();
    }
}
