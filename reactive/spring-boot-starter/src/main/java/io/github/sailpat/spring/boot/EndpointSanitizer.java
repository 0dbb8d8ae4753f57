package io.github.sailpat.spring.boot;

import io.github.sailpat.token.Secret;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides the secrets of {@code sailpat.*} in {@code env} and {@code configprops}, also if these show values: by the name
 * of the property, and by the value wherever it comes from, which may be an environment variable or the command line.
 */
class EndpointSanitizer implements SanitizingFunction {
    /** As in properties, and as in environment variables. The address of Redis may have a password. */
    private static final List<String> SECRETS = List.of(
            "clientsecret",
            "proxy.password",
            "proxypassword",
            "sharedlimit.password",
            "sharedlimitpassword",
            "sharedlimit.uri",
            "sharedlimituri");

    /** A value that is shorter may be a part of anything. */
    private static final int SHORTEST = 8;

    private final ObjectProvider<SailpatProperties> properties;

    EndpointSanitizer(ObjectProvider<SailpatProperties> properties) {
        this.properties = properties;
    }

    @Override
    public SanitizableData apply(SanitizableData data) {
        String key = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
        boolean isOurs = key.startsWith("sailpat");
        boolean isSecret = isOurs && SECRETS.stream().anyMatch(key::endsWith);
        return isSecret || containsSecret(String.valueOf(data.getValue())) ? data.withSanitizedValue() : data;
    }

    private boolean containsSecret(String value) {
        SailpatProperties all = properties.getIfAvailable();
        return all != null
                && (values(all).anyMatch(value::contains)
                        || all.getClients().values().stream()
                                .flatMap(EndpointSanitizer::secrets)
                                .anyMatch(value::contains));
    }

    private static Stream<String> values(SailpatProperties all) {
        String redis = all.getSharedLimit().getUri();
        return Stream.concat(
                Stream.concat(secrets(all), text(all.getSharedLimit().getPassword())),
                redis != null && redis.contains("@") ? Stream.of(redis) : Stream.empty());
    }

    private static Stream<String> secrets(ClientProperties client) {
        return Stream.concat(
                text(client.getClientSecret()), text(client.getProxy().getPassword()));
    }

    private static Stream<String> text(@Nullable Secret secret) {
        try {
            String text = secret == null ? "" : secret.reveal();
            return text.length() < SHORTEST ? Stream.empty() : Stream.of(text);
        } catch (IllegalStateException e) {
            return Stream.empty(); // It was wiped.
        }
    }
}
