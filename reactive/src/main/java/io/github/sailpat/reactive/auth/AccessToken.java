package io.github.sailpat.reactive.auth;

import io.github.sailpat.internal.BearerReader;

/** A bearer (RFC 6750). It prints as {@code ****}. Two of them are equal only if they are the same object. */
public final class AccessToken {
    private static final String SCHEME = "Bearer ";

    private final String credentials;

    private AccessToken(String credentials) {
        this.credentials = credentials;
    }

    /**
     * A bearer with this value.
     *
     * @param value what stands behind {@code Bearer} in the header: visible ASCII
     * @return the bearer
     * @throws IllegalArgumentException if the value could not stand in a header
     */
    public static AccessToken of(String value) {
        if (!BearerReader.isToken68(value)) {
            throw new IllegalArgumentException(
                    "a bearer must be visible ASCII, at most " + BearerReader.MAX_LENGTH + " characters");
        }
        return new AccessToken(SCHEME + value);
    }

    /**
     * The value, for a header and nothing else.
     *
     * @return the bearer in the clear
     */
    public String reveal() {
        return credentials.substring(SCHEME.length());
    }

    /**
     * The credentials as the field {@code Authorization} has them (RFC 6750 section 2.1), made once for all requests.
     *
     * @return {@code Bearer}, a space and the bearer in the clear
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
