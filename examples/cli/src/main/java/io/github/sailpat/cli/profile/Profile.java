package io.github.sailpat.cli.profile;

import org.jspecify.annotations.Nullable;

/**
 * An environment of the official command.
 *
 * @param name its name, in lower case
 * @param baseUrl the base URL of its API, or {@code null}
 * @param clientId the client id, which only older versions have in the file
 * @param clientSecret the secret, which only older versions have in the file
 */
public record Profile(
        String name,
        @Nullable String baseUrl,
        @Nullable String clientId,
        @Nullable String clientSecret) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "Profile[" + name + ']';
    }
}
