package io.github.sailpat.jsonpatch;

/**
 * Halves of surrogate pairs are no characters: they have no UTF-8 form, so no JSON text can carry them (RFC 8259 8.1).
 */
final class Surrogates {
    private Surrogates() {}

    /** The position of the first half without its other half, or -1. */
    static int firstUnpaired(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (Character.isSurrogate(text.charAt(i)) && Character.charCount(text.codePointAt(i)) == 1) {
                return i;
            }
        }
        return -1;
    }
}
