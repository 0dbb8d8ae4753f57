package io.github.sailpat.reactive.internal.http.error;

import java.nio.charset.StandardCharsets;

/**
 * A text and what it says when percent-encoding (RFC 3986 section 2.1) and the escapes of JSON (RFC 8259 section 7) are
 * undone wherever they stand, so that a value is found in any of its spellings. A {@code +} counts as a space too, as
 * in a form.
 */
final class UnescapedText {
    private final String text;
    private final byte[] bytes;
    /** Where in the text each byte begins. */
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

    /** The text with another one in the place of each occurrence of the value, however it is spelled. */
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

    /** Appends what stands at an index and gives the index behind it. */
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
                // Another escape is the character itself, or a control character, which no credential has.
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
