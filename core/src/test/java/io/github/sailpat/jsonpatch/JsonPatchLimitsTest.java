package io.github.sailpat.jsonpatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sailpat.jsonpatch.JsonPatchException.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile patches and documents end in a typed error, soon, and never in a lack of memory or stack. */
class JsonPatchLimitsTest {
    private static JsonPatchException exceeded(ThrowingCallable call) {
        JsonPatchException e = catchThrowableOfType(JsonPatchException.class, call);
        assertThat(e).isNotNull();
        assertThat(e.getReason()).as(e.getMessage()).isEqualTo(Reason.LIMIT_EXCEEDED);
        return e;
    }

    private static Object nested(int depth) {
        Object tree = 1;
        for (int i = 0; i < depth; i++) {
            tree = i % 2 == 0 ? List.of(tree) : Map.of("a", tree);
        }
        return tree;
    }

    @Test
    void aChainOfDoublingCopiesEndsAtTheOperationThatGoesTooFar() {
        JsonPatchBuilder builder = JsonPatch.builder().add("", Map.of("a", List.of(1)));
        for (int i = 0; i < 60; i++) {
            builder.copy("/a", "/a/-");
        }

        JsonPatchException e = exceeded(() -> builder.build().applyTo(null));

        assertThat(e.getOperationIndex()).isBetween(15, 25);
        assertThat(e.getPath()).hasToString("/a/-");
    }

    @Test
    void aLongStringCannotBeCopiedWithoutEnd() {
        JsonPatchBuilder builder = JsonPatch.builder();
        for (int i = 0; i < 100; i++) {
            builder.copy("/0", "/-");
        }

        assertThat(exceeded(() -> builder.build().applyTo(List.of("x".repeat(1_000_000))))
                        .getOperationIndex())
                .isEqualTo(10);
    }

    @Test
    void copiesCannotNestTooDeep() {
        JsonPatchBuilder builder = JsonPatch.builder();
        for (int i = 0; i < 20; i++) {
            builder.copy("", "/a");
        }
        assertThatCode(() -> builder.build().applyTo(Map.of())).doesNotThrowAnyException();

        JsonPointer deepest = JsonPointer.ofSegments(Collections.nCopies(300, "a"));
        Map<String, Object> document = new HashMap<>();
        document.put("b", nested(201));
        Object around = Map.of();
        for (int i = 0; i < 299; i++) {
            around = Map.of("a", around);
        }
        document.put("a", around);
        assertThat(exceeded(() -> JsonPatch.create(b -> b.copy(JsonPointer.of("b"), deepest.append("x")))
                                .applyTo(document))
                        .getOperationIndex())
                .isZero();
        exceeded(() -> JsonPatch.create(b -> b.move(JsonPointer.of("b"), deepest.append("x")))
                .applyTo(document));
        exceeded(() ->
                JsonPatch.create(b -> b.add(deepest.append("x"), nested(201))).applyTo(document));
    }

    @Test
    void depthIsCountedTheSameEverywhere() {
        Object deepest = nested(JsonPatch.MAX_DEPTH);
        Object tooDeep = nested(JsonPatch.MAX_DEPTH + 1);
        JsonPatch patch = JsonPatch.create(b -> b.add("", deepest));

        assertThat(JsonPatch.parse(patch.toJson())).isEqualTo(patch);
        assertThat(patch.applyToJson("1")).isEqualTo(JsonText.write(deepest));
        assertThat(JsonPatch.of().applyToJson(JsonText.write(deepest))).isEqualTo(JsonText.write(deepest));
        assertThat(JsonPatch.between(deepest, List.of()).applyTo(deepest)).isEqualTo(List.of());
        exceeded(() -> JsonPatch.builder().add("", tooDeep));
        exceeded(() -> JsonPatch.of().applyTo(tooDeep));
        exceeded(() -> JsonPatch.of().applyToJson(JsonText.write(tooDeep)));
        exceeded(() -> JsonPatch.of().applyToJson("[".repeat(1_000_000)));
        exceeded(() -> JsonPatch.parse("[{\"op\":\"add\",\"path\":\"\",\"value\":" + JsonText.write(tooDeep) + "}]"));
        exceeded(() -> JsonPatch.parse("[{\"op\":\"remove\",\"path\":\"\",\"x\":" + "[".repeat(600)));
    }

    @Test
    void theDeepestValueFitsIntoASmallStack() throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(null, this::useTheDeepestValue, "small-stack", 768 * 1_024);
        small.setUncaughtExceptionHandler((thread, error) -> failure.set(error));
        small.start();
        small.join(20_000);

        assertThat(small.isAlive()).isFalse();
        assertThat(failure).hasValue(null);
    }

    private void useTheDeepestValue() {
        String json = JsonText.write(nested(JsonPatch.MAX_DEPTH));
        JsonPatch test = JsonPatch.parse("[{\"op\":\"test\",\"path\":\"\",\"value\":" + json + "}]");
        String same = test.applyToJson(json);
        boolean alike = test.equals(JsonPatch.parse(test.toJson())) && test.hashCode() != 0;
        if (!alike || !JsonPatch.betweenJson(json, same).isEmpty()) {
            throw new IllegalStateException("a value is not equal to itself");
        }
    }

    @Test
    void aTreeThatHoldsItselfIsRefused() {
        List<@Nullable Object> cycle = new ArrayList<>();
        cycle.add(cycle);

        assertThat(exceeded(() -> JsonPatch.builder().add("/a", cycle))).hasMessageContaining("contains itself");
        exceeded(() -> JsonPatch.of().applyTo(cycle));
        exceeded(() -> JsonPatch.between(cycle, 1));
    }

    @Test
    void aSmallTreeThatSharesItsPartsCannotExplode() {
        Object tree = List.of();
        for (int i = 0; i < 100; i++) {
            tree = List.of(tree, tree);
        }
        Object bomb = tree;

        exceeded(() -> JsonPatch.builder().add("/a", bomb));
        exceeded(() -> JsonPatch.of().applyTo(bomb));
    }

    @Test
    void thereAreOnlySoManyOperations() {
        String operation = "{\"op\":\"remove\",\"path\":\"\"},";
        String most = "[" + operation.repeat(JsonPatch.MAX_OPERATIONS - 1) + "{\"op\":\"remove\",\"path\":\"\"}]";
        JsonPatch patch = JsonPatch.parse(most);

        assertThat(patch.size()).isEqualTo(JsonPatch.MAX_OPERATIONS);
        exceeded(() -> JsonPatch.parse(most.replaceFirst("\\[", "[" + operation)));
        exceeded(() -> patch.and(JsonPatch.create(b -> b.remove(""))));
        exceeded(() -> JsonPatch.of(patch.and(JsonPatch.of()).getOperations().toArray(new JsonPatchOperation[0]))
                .and(patch));
    }

    @Test
    void textAndValuesAreBounded() {
        exceeded(() -> JsonPatch.parse(" ".repeat(JsonPatch.MAX_CHARACTERS) + "[]"));
        exceeded(() -> JsonPatch.of().applyToJson("[" + "{},".repeat(JsonPatch.MAX_VALUES) + "{}]"));
        exceeded(() -> JsonPatch.of().applyTo(Collections.nCopies(JsonPatch.MAX_VALUES, 1)));
        exceeded(() -> JsonPatch.of().applyTo("x".repeat(JsonPatch.MAX_CHARACTERS + 1)));
        exceeded(() -> JsonPatch.of().applyTo(Map.of("x".repeat(JsonPatch.MAX_CHARACTERS), 1)));
        assertThat(JsonPatch.of().applyTo(Collections.nCopies(JsonPatch.MAX_VALUES - 1, 1)))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(JsonPatch.MAX_VALUES - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e10001", "1e-10001", "1e2147483648", "-1e-99999999999", "0e99999999999", "-0e10001"})
    void theScaleOfANumberIsBounded(String number) {
        exceeded(() -> JsonPatch.of().applyToJson(number));
    }

    @Test
    void theDigitsOfANumberAreBounded() {
        String most = "9".repeat(JsonPatch.MAX_NUMBER_DIGITS);

        assertThat(JsonPatch.of().applyToJson("[" + most + ",-0." + most + "]"))
                .isEqualTo("[" + most + ",-0." + most + "]");
        exceeded(() -> JsonPatch.of().applyToJson(most + "9"));
        exceeded(() -> JsonPatch.of().applyToJson("0." + most + "9"));
        exceeded(() -> JsonPatch.of().applyToJson("9".repeat(1_000_000)));
        exceeded(() -> JsonPatch.builder().add("", new BigInteger(most + "9")));
        exceeded(() -> JsonPatch.builder().add("", BigInteger.TEN.pow(JsonPatch.MAX_NUMBER_DIGITS)));
        exceeded(() -> JsonPatch.builder().add("", BigInteger.TWO.pow(10_000_000)));
        exceeded(() -> JsonPatch.builder().add("", new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)));
    }

    @Test
    void comparingNumbersOfVeryDifferentSizeIsCheap() {
        JsonPatch patch = JsonPatch.parse("[{\"op\":\"test\",\"path\":\"\",\"value\":1e10000}]");

        assertThat(catchThrowableOfType(JsonPatchException.class, () -> patch.applyToJson("1e-10000"))
                        .getReason())
                .isEqualTo(Reason.TEST_FAILED);
    }

    @Test
    @Timeout(20)
    void numbersOfManyZerosAreComparedInGoodTime() {
        List<Object> digits = Collections.nCopies(1_000, new BigInteger("1" + "0".repeat(999)));
        List<Object> exponents = Collections.nCopies(1_000, new BigDecimal("1e999"));
        JsonPatchBuilder tests = JsonPatch.builder();
        for (int i = 0; i < 200; i++) {
            tests.test("", exponents);
        }

        assertThat(tests.build().applyTo(digits)).isEqualTo(digits);
    }

    @Test
    void aListThatIsLongAtNoCostIsCountedBeforeItIsCopied() {
        List<Integer> endless = Collections.nCopies(Integer.MAX_VALUE, 1);

        exceeded(() -> JsonPatch.of().applyTo(endless));
        exceeded(() -> JsonPatch.builder().add("/a", endless));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "remove", "move"})
    @Timeout(20)
    void shiftingTheElementsOfALargeArrayIsBounded(String op) {
        List<Integer> document = Collections.nCopies(900_000, 1);
        JsonPatchBuilder builder = JsonPatch.builder();
        for (int i = 0; i < JsonPatch.MAX_OPERATIONS; i++) {
            switch (op) {
                case "add" -> builder.add("/0", 1);
                case "remove" -> builder.remove("/0");
                default -> builder.move("/0", "/1");
            }
        }
        JsonPatchException e = exceeded(() -> builder.build().applyTo(document));

        assertThat(e.getOperationIndex()).isBetween(50, 120);
        assertThat(e).hasMessageContaining("more than " + JsonPatch.MAX_SHIFTS + " shifts of array elements");
    }

    @Test
    void thereIsNoLimitAtTheEndOfALargeArray() {
        List<Integer> document = Collections.nCopies(900_000, 1);
        JsonPatchBuilder builder = JsonPatch.builder();
        for (int i = 0; i < JsonPatch.MAX_OPERATIONS; i++) {
            builder.add("/-", 2);
        }

        assertThat((List<?>) builder.build().applyTo(document)).hasSize(900_000 + JsonPatch.MAX_OPERATIONS);
    }

    @Tag("large")
    @Test
    @Timeout(60)
    void longPathsOfManyChangesDoNotAddUp() {
        String name = "n".repeat(JsonPointer.MAX_LENGTH / 2);
        List<Integer> before = IntStream.range(0, 300_000).boxed().toList();
        List<Integer> after = IntStream.range(-300_000, 0).boxed().toList();

        assertThat(JsonPatch.between(Map.of(name, before), Map.of(name, after)).size())
                .isEqualTo(1);
    }

    @Tag("large")
    @Test
    @Timeout(60)
    void valuesOfTheSameHashCodeAreToldApartInGoodTime() {
        int count = 60_000;
        List<Object> before = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        // Both names have the hash code 0, so that of each object is the sum of its two values', which is always the
        // same.
        for (int i = 0; i < count; i++) {
            before.add(Map.of("", i, "\0", count - 1 - i));
        }
        List<Object> after = new ArrayList<>(before);
        after.remove(before.size() - 1);

        assertThat(JsonPatch.between(before, after)).isEqualTo(JsonPatch.create(b -> b.remove("/" + after.size())));
    }
}
