package io.github.sailpat.jsonpatch;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of one of the two documents that are compared.
 *
 * @param value the value, unmodifiable
 * @param id the same for equal values (RFC 6902 section 4.6) of both documents
 * @param length how many bytes its JSON text has
 * @param members the members of an object, or {@code null}
 * @param elements the elements of an array, or {@code null}
 */
record DiffNode(
        @Nullable Object value,
        int id,
        long length,
        @Nullable Map<String, DiffNode> members,
        @Nullable List<DiffNode> elements) {

    /**
     * Creates nodes, and gives each distinct value its id. Arrays and objects are looked up by pairs of the ids of
     * their values, because an attacker can create any number of arrays or objects with one hash code.
     */
    static final class Index {
        private static final Object OBJECT = new Object();
        private static final Object ARRAY = new Object();
        private static final Object NULL = new Object();

        private final Map<Object, Integer> kinds = new HashMap<>();
        private final Map<String, Integer> texts = new HashMap<>();
        private final Map<BigDecimal, Integer> numbers = new HashMap<>();
        private final Map<Long, Integer> pairs = new HashMap<>();
        private int lastId;

        DiffNode node(@Nullable Object document) {
            return of(TreeCopy.frozen().copy(document, 0));
        }

        private DiffNode of(@Nullable Object value) {
            if (value instanceof Map<?, ?> object) {
                return ofObject(object);
            }
            if (value instanceof List<?> array) {
                return ofArray(array);
            }
            return new DiffNode(value, scalarId(value), JsonLength.ofScalar(value), null, null);
        }

        private int scalarId(@Nullable Object value) {
            if (value instanceof String text) {
                return id(texts, text);
            }
            return value instanceof Number number
                    ? id(numbers, JsonNumbers.value(number))
                    : id(kinds, value == null ? NULL : value);
        }

        private DiffNode ofObject(Map<?, ?> object) {
            Map<String, DiffNode> members = new LinkedHashMap<>();
            List<Integer> memberIds = new ArrayList<>();
            long length = "{}".length();
            for (Map.Entry<?, ?> member : object.entrySet()) {
                String name = (String) member.getKey();
                DiffNode node = of(member.getValue());
                members.put(name, node);
                memberIds.add(pairId(id(texts, name), node.id()));
                length += JsonLength.ofString(name) + ":,".length() + node.length();
            }
            memberIds.sort(null);
            return new DiffNode(object, id(OBJECT, memberIds), withoutLastComma(length, members.size()), members, null);
        }

        private DiffNode ofArray(List<?> array) {
            List<DiffNode> elements = new ArrayList<>(array.size());
            long length = "[]".length();
            for (Object element : array) {
                DiffNode node = of(element);
                elements.add(node);
                length += ",".length() + node.length();
            }
            List<Integer> elementIds = elements.stream().map(DiffNode::id).toList();
            return new DiffNode(
                    array, id(ARRAY, elementIds), withoutLastComma(length, elements.size()), null, elements);
        }

        private static long withoutLastComma(long length, int size) {
            return size == 0 ? length : length - 1;
        }

        private int id(Object kind, List<Integer> parts) {
            int id = id(kinds, kind);
            for (int part : parts) {
                id = pairId(id, part);
            }
            return id;
        }

        private int pairId(int first, int second) {
            return id(pairs, ((long) first << Integer.SIZE) | second);
        }

        private <K> int id(Map<K, Integer> ids, K key) {
            return ids.computeIfAbsent(key, unseen -> ++lastId);
        }
    }
}
