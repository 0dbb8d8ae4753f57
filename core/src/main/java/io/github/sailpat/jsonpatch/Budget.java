package io.github.sailpat.jsonpatch;

/** Counts values and characters up to the limits that {@link JsonPatch} names. */
final class Budget {
    private int values;
    private long characters;

    /** Counts one value more, and the characters of its text. */
    void takeValue(int textLength) {
        values++;
        takeText(textLength);
    }

    /** Counts characters, those of a member's name. */
    void takeText(int textLength) {
        characters += textLength;
        if (values > JsonPatch.MAX_VALUES) {
            throw new JsonPatchException(
                    JsonPatchException.Reason.LIMIT_EXCEEDED,
                    "there are more than " + JsonPatch.MAX_VALUES + " values");
        }
        if (characters > JsonPatch.MAX_CHARACTERS) {
            throw new JsonPatchException(
                    JsonPatchException.Reason.LIMIT_EXCEEDED,
                    "there are more than " + JsonPatch.MAX_CHARACTERS + " characters");
        }
    }
}
