package io.github.sailpat.cli.connection;

import io.github.sailpat.reactive.EnvironmentSettings;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tenant and the credentials for it, as far as they are known, with where each of them comes from.
 *
 * @param baseUrl the base URL
 * @param clientId the client id
 * @param clientSecret reads the client secret, which may ask somebody for it; {@code null} if it has none
 */
record TenantSettings(
        @Nullable Sourced<URI> baseUrl,
        @Nullable Sourced<String> clientId,
        @Nullable Sourced<Supplier<Secret>> clientSecret) {

    /** The settings of one place. */
    static TenantSettings of(EnvironmentSettings settings, String source) {
        Secret secret = settings.getClientSecret();
        return new TenantSettings(
                Sourced.of(settings.getBaseUrl(), source),
                Sourced.of(settings.getClientId(), source),
                secret == null ? null : new Sourced<>(() -> secret, source));
    }

    /** The settings of the variables. */
    static TenantSettings ofVariables(Map<String, String> variables) {
        TenantSettings all = of(EnvironmentSettings.ofVariables(variables), "");
        return new TenantSettings(
                renamed(all.baseUrl, "SAIL_BASE_URL"),
                renamed(all.clientId, "SAIL_CLIENT_ID"),
                renamed(all.clientSecret, "SAIL_CLIENT_SECRET"));
    }

    private static <T> @Nullable Sourced<T> renamed(@Nullable Sourced<T> setting, String source) {
        return setting == null ? null : new Sourced<>(setting.value(), source);
    }

    boolean isComplete() {
        return baseUrl != null && clientId != null && clientSecret != null;
    }

    /** These settings, with those of another place for each one that is absent. */
    TenantSettings orElse(TenantSettings fallback) {
        return new TenantSettings(
                baseUrl == null ? fallback.baseUrl : baseUrl,
                clientId == null ? fallback.clientId : clientId,
                clientSecret == null ? fallback.clientSecret : clientSecret);
    }

    /** These settings if they are complete, and otherwise with those of another place, which is only then looked at. */
    TenantSettings orElseGet(Supplier<TenantSettings> fallback) {
        return isComplete() ? this : orElse(fallback.get());
    }
}
