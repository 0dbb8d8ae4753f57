package io.github.sailpat.sandbox;

import java.util.Random;

/** Makes ids and secrets, the same ones for the same seed. Thread-safe. */
final class Identifiers {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final Random random;

    Identifiers(long seed) {
        this.random = new Random(seed);
    }

    String id() {
        return hex(32);
    }

    String secret() {
        return hex(64);
    }

    private String hex(int digits) {
        char[] chars = new char[digits];
        for (int i = 0; i < digits; i += 16) {
            long bits = random.nextLong();
            for (int j = 0; j < 16; j++) {
                chars[i + j] = HEX[(int) (bits >>> (4 * j)) & 15];
            }
        }
        return new String(chars);
    }
}
