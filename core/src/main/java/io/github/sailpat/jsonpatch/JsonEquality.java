package io.github.sailpat.jsonpatch;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When two JSON values are equal (RFC 6902 section 4.6), and a hash code that agrees with it. */
final class JsonEquality {
    private JsonEquality() {}

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number number) {
            return right instanceof Number other && JsonNumbers.value(number).compareTo(JsonNumbers.value(other)) == 0;
        }
        if (left instanceof Map<?, ?> object) {
            return right instanceof Map<?, ?> other && sameMembers(object, other);
        }
        if (left instanceof List<?> array) {
            return right instanceof List<?> other && sameElements(array, other);
        }
        return Objects.equals(left, right);
    }

    private static boolean sameMembers(Map<?, ?> left, Map<?, ?> right) {
        return left.size() == right.size()
                && left.entrySet().stream()
                        .allMatch(member -> right.containsKey(member.getKey())
                                && equal(member.getValue(), right.get(member.getKey())));
    }

    private static boolean sameElements(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> other = right.iterator();
        return left.stream().allMatch(element -> equal(element, other.next()));
    }

    static int hash(@Nullable Object value) {
        if (value instanceof Number number) {
            return JsonNumbers.value(number).hashCode();
        }
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .mapToInt(member -> Objects.hashCode(member.getKey()) ^ hash(member.getValue()))
                    .sum();
        }
        if (value instanceof List<?> array) {
            int hash = 1;
            for (Object element : array) {
                hash = 31 * hash + hash(element);
            }
            return hash;
        }
        return Objects.hashCode(value);
    }
}
