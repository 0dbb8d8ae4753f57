package io.github.sailpat.jsonpatch;

import io.github.sailpat.jsonpatch.JsonPatchException.Reason;

/** Counts values, characters and shifted array elements up to the limits that {@link JsonPatch} names. */
final class PatchBudget {
    private int values;
    private long characters;
    private long shifts;

    /** Counts one value more, and the characters of its text. */
    void takeValue(int textLength) {
        values++;
        takeText(textLength);
    }

    /** Counts characters, those of a member's name. */
    void takeText(int textLength) {
        characters += textLength;
        require(values <= JsonPatch.MAX_VALUES, JsonPatch.MAX_VALUES, "values");
        require(characters <= JsonPatch.MAX_CHARACTERS, JsonPatch.MAX_CHARACTERS, "characters");
    }

    /** Counts the elements that an insertion into an array or a removal from it shifts. */
    void takeShifts(int elements) {
        shifts += elements;
        require(shifts <= JsonPatch.MAX_SHIFTS, JsonPatch.MAX_SHIFTS, "shifts of array elements");
    }

    private static void require(boolean isWithin, int limit, String what) {
        if (!isWithin) {
            throw new JsonPatchException(Reason.LIMIT_EXCEEDED, "there are more than " + limit + " " + what);
        }
    }
}
