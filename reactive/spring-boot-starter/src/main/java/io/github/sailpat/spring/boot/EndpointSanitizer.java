package io.github.sailpat.spring.boot;

import java.util.Locale;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/** Hides the secrets of {@code sailpat.*} in {@code env} and {@code configprops}, also if these show values. */
class EndpointSanitizer implements SanitizingFunction {
    @Override
    public SanitizableData apply(SanitizableData data) {
        String key = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
        boolean isOurs = key.startsWith("sailpat");
        boolean isSecret =
                key.endsWith("clientsecret") || key.endsWith("proxy.password") || key.endsWith("proxypassword");
        return isOurs && isSecret ? data.withSanitizedValue() : data;
    }
}
