package io.github.sailpat.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.SandboxTenant;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint.ConfigurationPropertiesBeanDescriptor;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;

class SecretsTest {
    private static final String CANARY = "canary-4711";

    @Test
    void endpointsThatShowValuesDoNotShowSecrets() {
        try (SandboxTenant tenant =
                SandboxTenant.start(options -> options.tokens(0).clientSecret(CANARY))) {
            Contexts.of(tenant)
                    .withConfiguration(AutoConfigurations.of(
                            EndpointAutoConfiguration.class,
                            EnvironmentEndpointAutoConfiguration.class,
                            ConfigurationPropertiesReportEndpointAutoConfiguration.class))
                    .withPropertyValues(Contexts.properties("sailpat.clients.eu", tenant))
                    .withSystemProperties("sun.java.command=app.jar --sailpat.client-secret=" + CANARY)
                    .withPropertyValues(
                            "SAIL_CLIENT_SECRET=" + CANARY,
                            "sailpat.proxy.username=me",
                            "sailpat.proxy.password=" + CANARY,
                            "sailpat.shared-limit.password=" + CANARY,
                            // Nothing connects to it: the client has no limit.
                            "sailpat.rate.requests=0",
                            "sailpat.clients.eu.rate.requests=0",
                            "sailpat.shared-limit.uri=redis://user:" + CANARY + "@127.0.0.1:1",
                            "management.endpoints.web.exposure.include=*",
                            "management.endpoints.jmx.exposure.include=*",
                            "management.endpoint.env.show-values=always",
                            "management.endpoint.configprops.show-values=always")
                    .run(context -> {
                        String environment =
                                context
                                        .getBean(EnvironmentEndpoint.class)
                                        .environment(null)
                                        .getPropertySources()
                                        .stream()
                                        .flatMap(source -> source.getProperties().entrySet().stream())
                                        .map(entry -> entry.getKey()
                                                + '='
                                                + entry.getValue().getValue())
                                        .toList()
                                        .toString();
                        String properties = context
                                .getBean(ConfigurationPropertiesReportEndpoint.class)
                                .configurationPropertiesWithPrefix("sailpat")
                                .getContexts()
                                .values()
                                .stream()
                                .flatMap(each -> each.getBeans().values().stream())
                                .map(SecretsTest::describe)
                                .toList()
                                .toString();

                        assertThat(environment)
                                .contains("sailpat.client-secret", "SAIL_CLIENT_SECRET", "sun.java.command")
                                .doesNotContain(CANARY);
                        assertThat(properties).contains(tenant.getClientId()).doesNotContain(CANARY);
                    });
        }
    }

    private static String describe(ConfigurationPropertiesBeanDescriptor bean) {
        return bean.getPrefix() + bean.getProperties() + bean.getInputs();
    }
}
