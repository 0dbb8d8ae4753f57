package io.github.sailpat.reactive;

import io.github.sailpat.internal.ConfigFileReader;
import io.github.sailpat.reactive.internal.client.SettingTextCleaner;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The base URL of a tenant and the credentials for it, in the environment variables or the configuration file of
 * SailPoint's own tools. One trailing line break of a value is removed; an empty value counts as absent. Other control
 * characters, blanks and enclosing quotes are refused, before anything is sent. Immutable.
 *
 * <pre>{@code
 * EnvironmentSettings settings = EnvironmentSettings.ofFile(Path.of("acme.json"))
 *         .orElse(EnvironmentSettings.ofVariables(System.getenv()));
 * SailPointClient client = SailPointClient.create(b -> b.environment(settings));
 * }</pre>
 */
public final class EnvironmentSettings {
    private static final String URL = "SAIL_BASE_URL";
    private static final String ID = "SAIL_CLIENT_ID";
    private static final String SECRET = "SAIL_CLIENT_SECRET";

    private final @Nullable URI baseUrl;
    private final @Nullable String clientId;
    private final @Nullable Secret clientSecret;

    private EnvironmentSettings(@Nullable URI baseUrl, @Nullable String clientId, @Nullable Secret clientSecret) {
        this.baseUrl = baseUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    /**
     * The settings of {@code SAIL_BASE_URL}, {@code SAIL_CLIENT_ID} and {@code SAIL_CLIENT_SECRET}.
     *
     * @param variables environment variables
     * @return the settings that are present
     * @throws IllegalArgumentException with the variable and the rule that is broken; no message repeats a value
     */
    public static EnvironmentSettings ofVariables(Map<String, String> variables) {
        return of(variables, URL, ID, SECRET);
    }

    /**
     * The settings of {@code BaseURL}, {@code ClientId} and {@code ClientSecret} of a JSON file, in upper or lower
     * case. Reads it now, so it blocks.
     *
     * @param config the file
     * @return the settings that are present
     * @throws IllegalArgumentException if the file cannot be read or is no JSON object, or with the key and the rule
     *     that is broken; no message repeats a value
     */
    public static EnvironmentSettings ofFile(Path config) {
        return of(ConfigFileReader.read(config), "BaseURL", "ClientId", "ClientSecret");
    }

    private static EnvironmentSettings of(Map<String, String> values, String url, String id, String secret) {
        String urlText = value(values, url);
        String secretText = value(values, secret);
        return new EnvironmentSettings(
                urlText == null ? null : uri(url, urlText),
                value(values, id),
                secretText == null ? null : Secret.of(secretText));
    }

    /**
     * The value of one more variable of an application, cleaned or refused as those of the tenant are.
     *
     * @param values environment variables, or other settings
     * @param name the name of one of them
     * @return the value without one trailing line break, or {@code null} if it is absent or empty
     * @throws IllegalArgumentException with the name and the rule that is broken; no message repeats a value
     */
    public static @Nullable String value(Map<String, String> values, String name) {
        String text = values.get(name);
        String value = text == null ? "" : SettingTextCleaner.clean(name, text);
        return value.isEmpty() ? null : value;
    }

    private static URI uri(String name, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            // The original message repeats the text, which may contain a password.
            throw new IllegalArgumentException(name + " must be a URL, such as https://acme.api.identitynow.com");
        }
    }

    /**
     * These settings, with a fallback for each one that is absent.
     *
     * @param fallback other settings
     * @return the combined settings
     */
    public EnvironmentSettings orElse(EnvironmentSettings fallback) {
        return new EnvironmentSettings(
                baseUrl == null ? fallback.baseUrl : baseUrl,
                clientId == null ? fallback.clientId : clientId,
                clientSecret == null ? fallback.clientSecret : clientSecret);
    }

    /**
     * The base URL of the tenant.
     *
     * @return the URL, of which only the syntax is checked, or {@code null} if it is absent
     */
    public @Nullable URI getBaseUrl() {
        return baseUrl;
    }

    /**
     * The client id.
     *
     * @return the id, or {@code null} if it is absent
     */
    public @Nullable String getClientId() {
        return clientId;
    }

    /**
     * The client secret.
     *
     * @return the secret, or {@code null} if it is absent
     */
    public @Nullable Secret getClientSecret() {
        return clientSecret;
    }

    /**
     * Whether all settings are present.
     *
     * @return whether there are a URL, an id and a secret
     */
    public boolean isComplete() {
        return baseUrl != null && clientId != null && clientSecret != null;
    }

    /** Contains the client id, and no secret. */
    @Override
    public String toString() {
        return "EnvironmentSettings[" + clientId + ']';
    }
}
