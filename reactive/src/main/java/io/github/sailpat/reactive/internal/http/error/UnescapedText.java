package io.github.sailpat.reactive.internal.http.error;

import java.nio.charset.StandardCharsets;

/**
 * A text and its bytes after percent-decoding (RFC 3986 section 2.1) and after unescaping JSON (RFC 8259 section 7), so
 * that a value is found in any of its encodings. A {@code +} also matches a space, as in a form.
 */
final class UnescapedText {
    private final String text;
    private final byte[] bytes;
    /** The index in the text at which each byte starts. */
    private final int[] origins;

    private int length;

    UnescapedText(String text) {
        this.text = text;
        // A character takes three bytes at most; a surrogate pair four for two.
        this.bytes = new byte[text.length() * 3];
        this.origins = new int[bytes.length + 1];
        for (int at = 0; at < text.length(); ) {
            at = decodeAt(at);
        }
        origins[length] = text.length();
    }

    /** Replaces each occurrence of a value in the text, in any encoding. */
    String replace(String value, String replacement) {
        byte[] wanted = value.getBytes(StandardCharsets.UTF_8);
        StringBuilder replaced = new StringBuilder();
        int copied = 0;
        for (int i = 0; i + wanted.length <= length; ) {
            if (isAt(i, wanted)) {
                replaced.append(text, copied, origins[i]).append(replacement);
                i += wanted.length;
                copied = origins[i];
            } else {
                i++;
            }
        }
        return replaced.append(text, copied, text.length()).toString();
    }

    private boolean isAt(int start, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            byte found = bytes[start + i];
            if (found != wanted[i] && !(found == '+' && wanted[i] == ' ')) {
                return false;
            }
        }
        return true;
    }

    /** Appends the bytes of the character or escape at an index, and returns the index after it. */
    private int decodeAt(int at) {
        char first = text.charAt(at);
        int code = first == '%' ? hex(at + 1, 2) : -1;
        if (code >= 0) {
            append((byte) code, at);
            return at + 3;
        }
        if (first == '\\' && at + 1 < text.length()) {
            code = text.charAt(at + 1) == 'u' ? hex(at + 2, 4) : -1;
            if (code < 0) {
                // Another escape is the character itself, or a control character, which is not in a credential.
                return appendCharacters(text.substring(at + 1, text.offsetByCodePoints(at + 1, 1)), at) + 1;
            }
            appendCharacters(Character.toString(code), at);
            return at + 6;
        }
        return appendCharacters(text.substring(at, text.offsetByCodePoints(at, 1)), at);
    }

    private int appendCharacters(String characters, int at) {
        for (byte b : characters.getBytes(StandardCharsets.UTF_8)) {
            append(b, at);
        }
        return at + characters.length();
    }

    private void append(byte b, int at) {
        bytes[length] = b;
        origins[length++] = at;
    }

    private int hex(int from, int digits) {
        int code = 0;
        for (int at = from; at < from + digits; at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
