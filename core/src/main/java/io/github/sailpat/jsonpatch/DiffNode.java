package io.github.sailpat.jsonpatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of one of the two documents that are compared.
 *
 * @param value the value, which nobody can change
 * @param id the same for equal values (RFC 6902 section 4.6) of both documents
 * @param length about how many characters its JSON text has
 * @param members the members of an object, or {@code null}
 * @param elements the elements of an array, or {@code null}
 */
record DiffNode(
        @Nullable Object value,
        int id,
        long length,
        @Nullable Map<String, DiffNode> members,
        @Nullable List<DiffNode> elements) {

    /** Makes nodes, and gives each distinct value its id. */
    static final class Index {
        private static final Object NULL = new Object();

        private final Map<Object, Integer> ids = new HashMap<>();

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
            Object key = value instanceof Number number ? JsonNumbers.value(number) : value == null ? NULL : value;
            return new DiffNode(value, id(key), String.valueOf(value).length() + 2L, null, null);
        }

        private DiffNode ofObject(Map<?, ?> object) {
            Map<String, DiffNode> members = new LinkedHashMap<>();
            Map<String, Integer> key = new HashMap<>();
            long length = 2;
            for (Map.Entry<?, ?> member : object.entrySet()) {
                String name = (String) member.getKey();
                DiffNode node = of(member.getValue());
                members.put(name, node);
                key.put(name, node.id());
                length += name.length() + 4 + node.length();
            }
            return new DiffNode(object, id(key), length, members, null);
        }

        private DiffNode ofArray(List<?> array) {
            List<DiffNode> elements = new ArrayList<>(array.size());
            long length = 2;
            for (Object element : array) {
                DiffNode node = of(element);
                elements.add(node);
                length += 1 + node.length();
            }
            return new DiffNode(array, id(elements.stream().map(DiffNode::id).toList()), length, null, elements);
        }

        private int id(Object key) {
            return ids.computeIfAbsent(key, unseen -> ids.size());
        }
    }
}
