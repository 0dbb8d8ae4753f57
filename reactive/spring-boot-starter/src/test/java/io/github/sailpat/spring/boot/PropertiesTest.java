package io.github.sailpat.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.SailPointClient;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The properties follow the settings of the client. */
class PropertiesTest {
    /** What only code can give: see SailPointClientCustomizer. */
    private static final Set<String> OF_CODE = Set.of(
            "accessTokenProvider",
            "environment",
            "hostResolver",
            "httpClient",
            "observer",
            "onAbandonedCreate",
            "onUndeliveredSecret",
            "sharedResources");

    private static Set<String> settings() {
        Set<String> settings = Arrays.stream(SailPointClient.Builder.class.getDeclaredMethods())
                .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        settings.removeAll(OF_CODE);
        return settings;
    }

    private static String metadata() throws IOException {
        try (InputStream in =
                SailpatProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everySettingOfTheClientIsAProperty() {
        Set<String> properties = Arrays.stream(ClientProperties.class.getMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("get"))
                .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
                .collect(Collectors.toSet());

        for (String setting : settings()) {
            String property = switch (setting) {
                case "clientCredentials" -> "clientSecret";
                case "rateLimiter" -> "rate";
                case "retryPolicy" -> "retry";
                case "tls" -> "sslBundle";
                default -> setting;
            };
            assertThat(properties).as(setting).contains(property);
        }
    }

    @Test
    void theMetadataDescribesTheProperties() throws IOException {
        assertThat(metadata())
                .contains(
                        "\"name\": \"sailpat.client-secret\"",
                        "\"name\": \"sailpat.deadline\"",
                        "\"name\": \"sailpat.rate.requests\"",
                        "\"name\": \"sailpat.retry.max-attempts\"",
                        "\"name\": \"sailpat.clients\"",
                        "\"name\": \"sailpat.audit.schedule\"",
                        "\"name\": \"sailpat.shared-limit.uri\"",
                        "\"description\": \"Longest time without a byte from the tenant. Default: 20 s.\"");
    }
}
