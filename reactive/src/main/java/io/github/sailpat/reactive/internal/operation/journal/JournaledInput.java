package io.github.sailpat.reactive.internal.operation.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a journal says of an input whatever becomes of it.
 *
 * @param key its key
 * @param digest the digest of what is sent
 * @param name the name of the token to be created, or {@code null}
 * @param id the token that it names, or {@code null}
 */
public record JournaledInput(
        String key,
        String digest,
        @Nullable String name,
        @Nullable String id) {
    private static final int DIGEST_BYTES = 16;
    /** A line of a file has room for three texts of this length. */
    private static final int MAX_LENGTH = 1_024;

    public JournaledInput {
        requireLength("key", key);
        requireLength("id", id);
        requireLength("name", name);
    }

    private static void requireLength(String what, @Nullable String text) {
        if (text != null && (text.isEmpty() || text.length() > MAX_LENGTH)) {
            throw new IllegalArgumentException("with a journal, the " + what + " of an input must have 1 to "
                    + MAX_LENGTH + " characters, and has " + text.length() + ", so nothing was sent");
        }
    }

    /**
     * The digest of a request.
     *
     * @param target what the request is about, for example an id
     * @param body its body, or {@code null} without one
     * @return 32 hexadecimal digits
     */
    public static String digest(String target, byte @Nullable [] body) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(target.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            if (body != null) {
                sha256.update(body);
            }
            return HexFormat.of().formatHex(sha256.digest(), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
