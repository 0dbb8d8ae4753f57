package io.github.sailpat.reactive.internal.oauth;

import io.github.sailpat.token.Secret;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a client authenticates with.
 *
 * @param id the client's id
 * @param secret the client's secret
 */
public record ClientCredentials(String id, Secret secret) {
    private static final int MAX_LENGTH = 1_024;

    /**
     * Checks credentials, and copies the secret, so that it can be wiped apart from the given one.
     *
     * @param id the client's id
     * @param secret the client's secret
     * @return the credentials
     * @throws IllegalArgumentException with the rule that is broken; no message repeats a value
     */
    public static ClientCredentials copyOf(String id, Secret secret) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("the client id must not be blank");
        }
        if (id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the client id must not have control characters");
        }
        checkText("id", CharBuffer.wrap(id));
        char[] value = secret.toCharArray();
        try {
            checkText("secret", CharBuffer.wrap(value));
            return new ClientCredentials(id, Secret.of(value));
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
