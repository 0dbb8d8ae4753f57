package io.github.sailpat.reactive.auth;

import io.github.sailpat.internal.AccessTokenResponseReader;
import io.github.sailpat.token.Secret;

/**
 * An access token (RFC 6750). {@link #toString()} returns {@code ****}. Two access tokens are equal only if they are
 * the same object. A library that serializes its fields gets an exception, as from a {@link Secret}.
 */
public final class AccessToken {
    private static final String SCHEME = "Bearer ";

    private final transient String credentials;
    /** For libraries that serialize fields: the only one that is not transient. */
    private final Secret value;

    private AccessToken(String value) {
        this.credentials = SCHEME + value;
        this.value = Secret.of(value);
    }

    /**
     * Creates an access token.
     *
     * @param value the value after {@code Bearer} in the header: visible ASCII
     * @return the access token
     * @throws IllegalArgumentException if the value is not valid in a header
     */
    public static AccessToken of(String value) {
        if (!AccessTokenResponseReader.isToken68(value)) {
            throw new IllegalArgumentException("an access token must be visible ASCII, at most "
                    + AccessTokenResponseReader.MAX_LENGTH + " characters");
        }
        return new AccessToken(value);
    }

    /**
     * The value of the access token. Use it for the {@code Authorization} header only.
     *
     * @return the access token, not masked
     */
    public String reveal() {
        return value.reveal();
    }

    /**
     * The value of the {@code Authorization} header (RFC 6750 section 2.1).
     *
     * @return {@code Bearer}, a space and the access token, not masked
     */
    public String revealCredentials() {
        return credentials;
    }

    /** Always {@code ****}. */
    @Override
    public String toString() {
        return "****";
    }
}
