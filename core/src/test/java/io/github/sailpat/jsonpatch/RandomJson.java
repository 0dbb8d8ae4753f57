package io.github.sailpat.jsonpatch;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Random trees, small changes of them, and places in them. Few names and scalars, so that places coincide. */
final class RandomJson {
    private static final List<String> NAMES =
            List.of("a", "b", "c", "", "0", "1", "-", "~", "/", "~1", "a/b", "\uD83D\uDE00");

    /** So many times fewer seeds, where each of them is for thousands of mutants. */
    private static final int FEWER = Integer.getInteger("sailpat.fewer", 1);

    private RandomJson() {}

    /** Fixed seeds, and one that is new each time; a failure shows it in the test's name. */
    static LongStream seeds() {
        return LongStream.concat(LongStream.rangeClosed(1, 40 / FEWER), LongStream.of(System.nanoTime()));
    }

    static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(NAMES.get(random.nextInt(NAMES.size())));
        }
        return text.toString();
    }

    static String name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    static @Nullable Object tree(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 10 : 5);
        if (kind < 5) {
            return scalar(random);
        }
        return kind < 8 ? object(random, depth) : array(random, depth);
    }

    private static Map<String, @Nullable Object> object(Random random, int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.put(name(random), tree(random, depth - 1));
        }
        return object;
    }

    private static List<@Nullable Object> array(Random random, int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            array.add(tree(random, depth - 1));
        }
        return array;
    }

    static @Nullable Object scalar(Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt(3);
            case 3 -> (random.nextBoolean() ? 1.0 : -1.0) * random.nextInt(3);
            case 4 -> new BigDecimal(random.nextInt(3)).setScale(random.nextInt(3));
            case 5 -> BigInteger.valueOf(random.nextLong()).pow(1 + random.nextInt(3));
            case 6 -> random.nextLong();
            case 7 -> random.nextGaussian();
            default -> text(random);
        };
    }

    /** A tree that differs from this one here and there: sometimes not at all. */
    static @Nullable Object changed(@Nullable Object tree, Random random) {
        if (random.nextInt(12) == 0) {
            return tree(random, 2);
        }
        if (tree instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            object.forEach((name, value) -> {
                if (random.nextInt(8) > 0) {
                    copy.put((String) name, changed(value, random));
                }
            });
            if (random.nextInt(4) == 0) {
                copy.put(name(random), tree(random, 2));
            }
            return copy;
        }
        if (tree instanceof List<?> array) {
            List<@Nullable Object> copy = new ArrayList<>();
            for (Object element : array) {
                if (random.nextInt(8) == 0) {
                    copy.add(tree(random, 2));
                }
                if (random.nextInt(8) > 0) {
                    copy.add(changed(element, random));
                }
            }
            return copy;
        }
        return tree;
    }

    /** The tree with texts in place of its scalars, so long that to move one is shorter than to send it again. */
    static @Nullable Object withLongTexts(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            object.forEach((name, value) -> copy.put((String) name, withLongTexts(value)));
            return copy;
        }
        if (tree instanceof List<?> array) {
            List<@Nullable Object> copy = new ArrayList<>();
            array.forEach(element -> copy.add(withLongTexts(element)));
            return copy;
        }
        return (tree + "; ").repeat(20);
    }

    /** A place in the tree, and now and then one beside it. */
    static JsonPointer place(@Nullable Object tree, Random random) {
        JsonPointer place = JsonPointer.root();
        Object value = tree;
        while (random.nextInt(5) > 0) {
            if (value instanceof Map<?, ?> object && !object.isEmpty() && random.nextInt(4) > 0) {
                String name = (String) List.copyOf(object.keySet()).get(random.nextInt(object.size()));
                place = place.append(name);
                value = object.get(name);
            } else if (value instanceof List<?> array && !array.isEmpty() && random.nextInt(4) > 0) {
                int index = random.nextInt(array.size());
                place = place.append(index);
                value = array.get(index);
            } else {
                return place.append(name(random));
            }
        }
        return place;
    }

    static JsonPatchOperation operation(@Nullable Object tree, Random random) {
        JsonPointer path = place(tree, random);
        return switch (random.nextInt(8)) {
            case 0 -> JsonPatchOperation.remove(path);
            case 1 -> {
                JsonPointer from = place(tree, random);
                yield path.startsWith(from) ? JsonPatchOperation.copy(from, path) : JsonPatchOperation.move(from, path);
            }
            case 2 -> JsonPatchOperation.copy(place(tree, random), path);
            case 3 -> JsonPatchOperation.test(path, valueAt(tree, path));
            case 4, 5 -> JsonPatchOperation.add(path, tree(random, 2));
            default -> JsonPatchOperation.replace(path, tree(random, 2));
        };
    }

    private static @Nullable Object valueAt(@Nullable Object tree, JsonPointer path) {
        Object value = tree;
        for (String segment : path.getSegments()) {
            if (value instanceof Map<?, ?> object) {
                value = object.get(segment);
            } else if (value instanceof List<?> array && ArrayIndex.isIndex(segment)) {
                int index = ArrayIndex.parse(segment);
                value = index < array.size() ? array.get(index) : null;
            }
        }
        return value;
    }
}
