package io.github.sailpat.reactive.internal.oauth;

import io.github.sailpat.token.Secret;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The credentials of a client for the client credentials grant (RFC 6749 section 4.4).
 *
 * @param id the client id
 * @param secret the client secret
 */
public record ClientCredentials(String id, Secret secret) {
    private static final int MAX_LENGTH = 1_024;

    /**
     * Checks credentials, and copies the secret, so that the copy can be wiped independently.
     *
     * @param id the client id
     * @param secret the client secret
     * @return the credentials
     * @throws IllegalArgumentException if a value is not valid; the message contains the rule, and no value
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
        // A character that cannot be encoded would be sent as another one.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    "the client " + what + " must be valid Unicode, without lone surrogates");
        }
    }
}
