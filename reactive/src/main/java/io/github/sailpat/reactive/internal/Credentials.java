package io.github.sailpat.reactive.internal;

import io.github.sailpat.token.Secret;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The rules for what is sent to get a bearer. No message repeats a value. */
public final class Credentials {
    private static final int MAX_LENGTH = 1_024;

    private Credentials() {}

    /**
     * Checks a client's id.
     *
     * @param id the id
     * @return the same
     * @throws IllegalArgumentException with the rule that is broken
     */
    public static String checkId(String id) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("the client id must not be blank");
        }
        if (id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the client id must not have control characters");
        }
        checkText("id", CharBuffer.wrap(id));
        return id;
    }

    /**
     * Checks a client's secret.
     *
     * @param secret the secret
     * @return a copy
     * @throws IllegalArgumentException with the rule that is broken
     */
    public static Secret copy(Secret secret) {
        char[] value = secret.toCharArray();
        try {
            checkText("secret", CharBuffer.wrap(value));
            return Secret.of(value);
        } finally {
            Arrays.fill(value, '\0');
        }
    }

    private static void checkText(String what, CharBuffer text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the client " + what + " must have at most " + MAX_LENGTH + " characters");
        }
        // Another character would be sent in the place of one that cannot be encoded.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    "the client " + what + " must be valid Unicode, without lone surrogates");
        }
    }
}
