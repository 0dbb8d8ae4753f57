package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.internal.TokenQueryWriter;
import java.nio.charset.StandardCharsets;

/** Encodes the id of a token as exactly one segment of a path (RFC 3986 section 3.3). */
final class TokenIdSegment {
    private static final int MAX_LENGTH = 256;

    private TokenIdSegment() {}

    /**
     * Encodes an id. An id that cannot be one segment is refused. The message does not repeat the id, because it may be
     * a secret that was passed by mistake.
     */
    static String encode(String id) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("an id must not be blank");
        }
        if (id.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an id must have at most " + MAX_LENGTH + " characters, not " + id.length());
        }
        if (id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException(
                    "an id must not be . or .., which are relative path segments (RFC 3986 section 3.3)");
        }
        if (TokenQueryWriter.isUnreserved(id)) {
            return id; // the ids of the platform are
        }
        if (id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("an id must not have control characters");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
            throw new IllegalArgumentException("an id must be valid Unicode, without lone surrogates");
        }
        return TokenQueryWriter.encode(id);
    }
}
