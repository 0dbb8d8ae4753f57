package io.github.sailpat.reactive.internal;

import io.github.sailpat.internal.ConfigReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings as SailPoint's own tools have them.
 *
 * @param baseUrl the tenant's URL, not checked, or {@code null}
 * @param clientId the credentials' id, or {@code null} with the secret
 * @param clientSecret the credentials' secret, or {@code null} with the id
 */
public record EnvironmentSettings(
        @Nullable URI baseUrl,
        @Nullable String clientId,
        @Nullable String clientSecret) {
    private static final String URL = "SAIL_BASE_URL";
    private static final String ID = "SAIL_CLIENT_ID";
    private static final String SECRET = "SAIL_CLIENT_SECRET";

    /**
     * Reads them.
     *
     * @param variables environment variables; what is empty counts as absent
     * @param config a JSON file, not read if it is absent or the variables are complete
     * @return the variables and, for what is absent there, the file
     * @throws IllegalArgumentException with the rule that is broken; no message repeats a value
     */
    public static EnvironmentSettings read(Map<String, String> variables, Path config) {
        boolean complete = Stream.of(URL, ID, SECRET)
                .allMatch(variable -> !variables.getOrDefault(variable, "").isEmpty());
        Map<String, String> file = complete || !Files.exists(config) ? Map.of() : ConfigReader.read(config);
        String url = setting(variables, URL, file, "BaseURL");
        String id = setting(variables, ID, file, "ClientId");
        String secret = setting(variables, SECRET, file, "ClientSecret");
        if ((id == null) != (secret == null)) {
            throw new IllegalArgumentException(
                    ID + " and " + SECRET + " (or ClientId and ClientSecret) belong together: one of them is missing");
        }
        return new EnvironmentSettings(url == null ? null : uri(url), id, secret);
    }

    private static @Nullable String setting(
            Map<String, String> variables, String variable, Map<String, String> file, String key) {
        String value = variables.get(variable);
        return value == null || value.isEmpty() ? file.get(key) : value;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            // The original message repeats the text, which may hold a password.
            throw new IllegalArgumentException("the base URL is no URL");
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "EnvironmentSettings[" + clientId + ']';
    }
}
