package io.github.sailpat.jsonpatch;

import org.jspecify.annotations.Nullable;

/** The number of bytes in UTF-8 of the texts of {@link JsonText}, without writing them. */
final class JsonLength {
    private static final int OP_PATH = "{\"op\":\"\",\"path\":}".length();
    private static final int FROM = "\"from\":,".length();
    private static final int VALUE = ",\"value\":".length();

    private JsonLength() {}

    static long ofScalar(@Nullable Object value) {
        return value instanceof String text
                ? ofString(text)
                : String.valueOf(value).length();
    }

    static long ofString(String text) {
        long length = 2;
        for (int i = 0; i < text.length(); i++) {
            length += ofCharacter(text.charAt(i));
        }
        return length;
    }

    /** RFC 8259 section 7: the control characters with a name, the others, and half of a pair of surrogates. */
    private static int ofCharacter(char c) {
        if (c == '"' || c == '\\' || c == '\b' || c == '\t' || c == '\n' || c == '\f' || c == '\r') {
            return 2;
        }
        if (c < ' ') {
            return 6;
        }
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    static long ofRemove(JsonPointer path) {
        return OP_PATH + "remove".length() + ofPointer(path);
    }

    static long ofAdd(JsonPointer path, long value) {
        return OP_PATH + "add".length() + ofPointer(path) + VALUE + value;
    }

    static long ofReplace(JsonPointer path, long value) {
        return OP_PATH + "replace".length() + ofPointer(path) + VALUE + value;
    }

    static long ofMove(JsonPointer from, JsonPointer path) {
        return OP_PATH + "move".length() + FROM + ofPointer(from) + ofPointer(path);
    }

    private static long ofPointer(JsonPointer pointer) {
        return ofString(pointer.toString());
    }
}
