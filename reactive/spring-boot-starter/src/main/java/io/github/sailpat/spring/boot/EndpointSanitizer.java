package io.github.sailpat.spring.boot;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/** Hides the secrets of {@code sailpat.*} in {@code env} and {@code configprops}, also if these show values. */
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

    @Override
    public SanitizableData apply(SanitizableData data) {
        String key = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
        boolean isOurs = key.startsWith("sailpat");
        return isOurs && SECRETS.stream().anyMatch(key::endsWith) ? data.withSanitizedValue() : data;
    }
}
