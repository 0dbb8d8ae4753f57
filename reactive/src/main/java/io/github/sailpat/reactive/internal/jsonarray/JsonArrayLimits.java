package io.github.sailpat.reactive.internal.jsonarray;

import io.github.sailpat.internal.Json;

/**
 * The limits of one element. All are inclusive.
 *
 * @param maxElementBytes the bytes of an element, including the separators before it; also the maximum length of a
 *     string
 * @param maxDepth the nesting depth of objects and arrays, including the element itself
 * @param maxNumberLength the characters of a number
 * @param maxNameLength the characters of a field name
 */
public record JsonArrayLimits(int maxElementBytes, int maxDepth, int maxNumberLength, int maxNameLength) {

    /** The limits of all JSON that is received. */
    public static final JsonArrayLimits DEFAULT =
            new JsonArrayLimits(Json.MAX_OBJECT_BYTES, Json.MAX_DEPTH, Json.MAX_NUMBER_LENGTH, Json.MAX_NAME_LENGTH);

    /** Checks that an element can be within the limits. */
    public JsonArrayLimits {
        if (maxElementBytes < 2 || maxDepth < 1 || maxNumberLength < 1 || maxNameLength < 1) {
            throw new IllegalArgumentException("A limit must be positive, and an element takes at least 2 bytes.");
        }
    }
}
