package io.github.sailpat.reactive.internal.jsonarray;

import io.github.sailpat.internal.Json;

/**
 * What one element may cost before it is refused. All limits are inclusive.
 *
 * @param maxElementBytes bytes of an element together with the gap before it; also the length of a string
 * @param maxDepth objects and arrays inside each other, the element itself included
 * @param maxNumberLength characters of a number
 * @param maxNameLength characters of a field's name
 */
public record JsonArrayLimits(int maxElementBytes, int maxDepth, int maxNumberLength, int maxNameLength) {

    /** The limits of every JSON that comes from outside. */
    public static final JsonArrayLimits DEFAULT =
            new JsonArrayLimits(Json.MAX_OBJECT_BYTES, Json.MAX_DEPTH, Json.MAX_NUMBER_LENGTH, Json.MAX_NAME_LENGTH);

    /** Refuses limits that nothing could pass. */
    public JsonArrayLimits {
        if (maxElementBytes < 2 || maxDepth < 1 || maxNumberLength < 1 || maxNameLength < 1) {
            throw new IllegalArgumentException("A limit must be positive, and an element takes at least 2 bytes.");
        }
    }
}
