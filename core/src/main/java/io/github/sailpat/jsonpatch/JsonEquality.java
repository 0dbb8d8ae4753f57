package io.github.sailpat.jsonpatch;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When two JSON values are equal (RFC 6902 section 4.6), and a hash code that agrees with it. It uses loops:
 * a stream takes a dozen stack frames for each level, and the maximum depth would overflow the stack of a thread.
 */
final class JsonEquality {
    private JsonEquality() {}

    static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number number) {
            return right instanceof Number other && JsonNumbers.equal(number, other);
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
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<?, ?> member : left.entrySet()) {
            Object name = member.getKey();
            if (!right.containsKey(name) || !equal(member.getValue(), right.get(name))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameElements(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> other = right.iterator();
        for (Object element : left) {
            if (!equal(element, other.next())) {
                return false;
            }
        }
        return true;
    }

    static int hash(@Nullable Object value) {
        if (value instanceof Number number) {
            return JsonNumbers.value(number).hashCode();
        }
        if (value instanceof Map<?, ?> object) {
            int hash = 0;
            for (Map.Entry<?, ?> member : object.entrySet()) {
                hash += Objects.hashCode(member.getKey()) ^ hash(member.getValue());
            }
            return hash;
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
