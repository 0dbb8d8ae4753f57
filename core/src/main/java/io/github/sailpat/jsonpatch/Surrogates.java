package io.github.sailpat.jsonpatch;

/**
 * Lone surrogates have no UTF-8 form, so no JSON text can contain them (RFC 8259 section 8.1).
 */
final class Surrogates {
    private Surrogates() {}

    /** The position of the first lone surrogate, or -1. */
    static int firstUnpaired(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (Character.isSurrogate(text.charAt(i)) && Character.charCount(text.codePointAt(i)) == 1) {
                return i;
            }
        }
        return -1;
    }
}
