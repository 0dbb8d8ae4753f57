package io.github.sailpat.jsonpatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every document and every patch. The seed is in the name of a failed test. */
@SuppressWarnings("NullAway") // a tree may be null, and AssertJ takes it
class JsonPatchPropertiesTest {
    private static final String SEEDS = "io.github.sailpat.jsonpatch.RandomJson#seeds";

    @ParameterizedTest(name = "seed {0}")
    @MethodSource(SEEDS)
    void thePatchBetweenTwoDocumentsLeadsFromOneToTheOther(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Object before = RandomJson.tree(random, 5);
            Object after = random.nextInt(5) == 0 ? RandomJson.tree(random, 5) : RandomJson.changed(before, random);
            if (i % 2 == 0) {
                before = RandomJson.withLongTexts(before);
                after = RandomJson.withLongTexts(after);
            }
            assertLeadsTo(before, after);
        }
    }

    private static void assertLeadsTo(@Nullable Object before, @Nullable Object after) {
        JsonPatch patch = JsonPatch.between(before, after);

        assertEqual(patch.applyTo(before), after);
        assertThat(patch.isEmpty()).isEqualTo(JsonEquality.equal(before, after));
        assertThat(bytes(patch)).isLessThanOrEqualTo(bytes(JsonPatch.create(b -> b.replace("", after))));
        String text = patch.applyToJson(JsonText.write(before));
        assertEqual(JsonText.read(text), JsonText.read(JsonText.write(after)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource(SEEDS)
    void aPatchSurvivesItsText(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            JsonPatch patch = patch(RandomJson.tree(random, 4), random);
            JsonPatch read = JsonPatch.parse(patch.toJson());

            assertThat(read).isEqualTo(patch).hasSameHashCodeAs(patch);
            assertThat(JsonPatch.parse(read.toJson()).toJson()).isEqualTo(read.toJson());
            assertThat(read.isIdempotent()).isEqualTo(patch.isIdempotent());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource(SEEDS)
    void anAppliedPatchGivesADocumentOrATypedErrorAndLeavesTheInput(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Object document = RandomJson.tree(random, 4);
            String before = JsonText.write(document);
            JsonPatch patch = patch(document, random);
            String text = patch.toJson();
            try {
                Object result = patch.applyTo(document);
                assertEqual(JsonText.read(patch.applyToJson(before)), JsonText.read(JsonText.write(result)));
            } catch (JsonPatchException e) {
                int index = e.getOperationIndex();
                assertThat(index).isBetween(0, patch.size() - 1);
                assertThat(e.getPath())
                        .isEqualTo(patch.getOperations().get(index).getPath());
            }
            assertThat(JsonText.write(document)).isEqualTo(before);
            assertThat(patch.toJson()).isEqualTo(text);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource(SEEDS)
    void aRepeatablePatchChangesNothingTheSecondTime(long seed) {
        Random random = new Random(seed);
        int repeated = 0;
        for (int i = 0; i < 3_000; i++) {
            Object document = RandomJson.tree(random, 4);
            JsonPatch patch = patch(document, random);
            if (patch.size() > 1 && patch.isIdempotent()) {
                Object once;
                try {
                    once = patch.applyTo(document);
                } catch (JsonPatchException e) {
                    continue;
                }
                assertEqual(patch.applyTo(once), once);
                repeated++;
            }
        }
        assertThat(repeated).isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource(SEEDS)
    void removingWhatWasAddedGivesTheDocumentBack(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Object document = RandomJson.tree(random, 4);
            JsonPointer path = RandomJson.place(document, random);
            if (path.isRoot() || "-".equals(path.getLastSegment())) {
                continue;
            }
            JsonPatch remove = JsonPatch.of(JsonPatchOperation.remove(path));
            JsonPatch add = JsonPatch.of(JsonPatchOperation.add(path, RandomJson.tree(random, 2)));
            if (isApplicable(remove, document)) {
                Object value = JsonPatch.of(JsonPatchOperation.copy(path, JsonPointer.root()))
                        .applyTo(document);
                JsonPatch addBack = JsonPatch.of(JsonPatchOperation.add(path, value));
                assertEqual(remove.and(addBack).applyTo(document), document);
            } else if (isApplicable(add, document)) {
                assertEqual(add.and(remove).applyTo(document), document);
            }
        }
    }

    private static int bytes(JsonPatch patch) {
        return patch.toJson().getBytes(UTF_8).length;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource(SEEDS)
    void thePatchBetweenTwoOrdersOfAnArrayOnlyMoves(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            List<String> before = new ArrayList<>();
            for (int length = random.nextInt(20); length > 0; length--) {
                before.add("a value that is longer than a move, number " + random.nextInt(30));
            }
            List<String> after = new ArrayList<>(before);
            Collections.shuffle(after, random);
            JsonPatch patch = JsonPatch.between(before, after);

            assertThat(patch.applyTo(before)).isEqualTo(after);
            if (bytes(patch) < bytes(JsonPatch.create(b -> b.replace("", after)))) {
                assertThat(patch.getOperations()).allMatch(JsonPatchOperation.Move.class::isInstance);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource(SEEDS)
    void theLengthIsThatOfTheText(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Object tree = List.of(
                    random.ints(5, 0, 0x3000)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString(),
                    Collections.singletonList(RandomJson.tree(random, 4)));
            assertThat(new DiffNode.Index().node(tree).length())
                    .isEqualTo(JsonText.write(tree).getBytes(UTF_8).length);
        }
    }

    private static boolean isApplicable(JsonPatch patch, @Nullable Object document) {
        try {
            patch.applyTo(document);
            return true;
        } catch (JsonPatchException e) {
            return false;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource(SEEDS)
    void alignmentIsAsLongAsTheTextbookTableSays(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            int[] before = random.ints(random.nextInt(20), 0, 5).toArray();
            int[] after = random.ints(random.nextInt(20), 0, 5).toArray();
            Alignment alignment = Alignment.of(before, after);
            List<Integer> keptBefore = new ArrayList<>();
            for (int x = alignment.nextKeptBefore(0); x < before.length; x = alignment.nextKeptBefore(x + 1)) {
                keptBefore.add(before[x]);
            }
            List<Integer> keptAfter = new ArrayList<>();
            for (int y = alignment.nextKeptAfter(0); y < after.length; y = alignment.nextKeptAfter(y + 1)) {
                keptAfter.add(after[y]);
            }
            assertThat(keptBefore).isEqualTo(keptAfter).hasSize(commonLength(before, after));
        }
    }

    private static int commonLength(int[] before, int[] after) {
        int[][] table = new int[before.length + 1][after.length + 1];
        for (int x = 0; x < before.length; x++) {
            for (int y = 0; y < after.length; y++) {
                table[x + 1][y + 1] =
                        before[x] == after[y] ? table[x][y] + 1 : Math.max(table[x][y + 1], table[x + 1][y]);
            }
        }
        return table[before.length][after.length];
    }

    private static JsonPatch patch(@Nullable Object document, Random random) {
        List<JsonPatchOperation> operations = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            operations.add(RandomJson.operation(document, random));
        }
        return JsonPatch.ofOperations(operations);
    }

    private static void assertEqual(@Nullable Object actual, @Nullable Object expected) {
        assertThat(JsonEquality.equal(actual, expected))
                .as(() -> Map.of("actual", JsonText.write(actual), "expected", JsonText.write(expected))
                        .toString())
                .isTrue();
    }
}
