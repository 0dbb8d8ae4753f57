package io.github.sailpat.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.LedgerAssert;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class SailpatAutoConfigurationTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(3));

    @AfterEach
    void close() {
        tenant.close();
    }

    private static Long count(PersonalAccessTokens tokens) {
        return tokens.list().count().block(SOON);
    }

    @Test
    void threePropertiesMakeTheClientAndItsOperationsBeans() {
        Contexts.of(tenant).run(context -> {
            assertThat(context).hasSingleBean(SailPointClient.class).hasSingleBean(PersonalAccessTokens.class);
            assertThat(count(context.getBean(PersonalAccessTokens.class))).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sailpat.deadline=0s, sailpat.deadline",
        "sailpat.max-connections=0, sailpat.max-connections",
        "sailpat.rate.requests=-1, sailpat.rate",
        "sailpat.retry.max-attempts=0, sailpat.retry.max-attempts",
        "sailpat.proxy.url=ftp://proxy, sailpat.proxy",
        "sailpat.tenant=acme, sailpat.base-url",
        "sailpat.ssl-bundle=none, sailpat.ssl-bundle",
        "sailpat.shutdown-grace-period=-1s, sailpat.shutdown-grace-period",
        "sailpat.clients.sailpat.tenant=acme, sailpat.clients.sailpat",
        "sailpat.audit.schedule=0s, sailpat.audit.schedule"
    })
    void anInvalidValueFailsTheStartWithTheNameOfItsProperty(String setting, String property) {
        Contexts.of(tenant).withPropertyValues(setting).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .rootCause()
                    .satisfiesAnyOf(
                            cause -> assertThat(cause).hasMessageContaining(property),
                            cause -> assertThat(context.getStartupFailure()).hasStackTraceContaining(property));
        });
    }

    @Test
    void aMissingPropertyFailsTheStartWithItsName() {
        Contexts.empty()
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(SailpatPropertyException.class)
                        .hasMessageContaining("sailpat.tenant")
                        .hasMessageContaining("profile \"sandbox\""));
        Contexts.empty()
                .withPropertyValues("sailpat.tenant=acme", "sailpat.client-id=id")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessage("sailpat.client-secret: is missing"));
    }

    @Test
    void theFailureAnalyzerNamesTheProperty() {
        SailpatPropertyException error = new SailpatPropertyException("sailpat.deadline", "must be above zero", null);

        var analysis = new SailpatPropertyFailureAnalyzer().analyze(new IllegalStateException(error));

        assertThat(analysis.getDescription()).contains("sailpat.deadline: must be above zero");
        assertThat(analysis.getAction()).contains("sailpat.deadline");
    }

    @Test
    void severalClientsHaveTheirNamesAsQualifiers() {
        try (SandboxTenant other = SandboxTenant.start(options -> options.tokens(5))) {
            Contexts.empty()
                    .withPropertyValues(Contexts.properties("sailpat.clients.eu", tenant))
                    .withPropertyValues(Contexts.properties("sailpat.clients.us", other))
                    .withUserConfiguration(TwoTenants.class)
                    .run(context -> {
                        assertThat(context.getBeansOfType(SailPointClient.class))
                                .hasSize(2);
                        TwoTenants.Tokens tokens = context.getBean(TwoTenants.Tokens.class);
                        assertThat(count(tokens.eu())).isEqualTo(3);
                        assertThat(count(tokens.us())).isEqualTo(5);
                    });
        }
    }

    @Test
    void theClientWithoutANameIsThePrimaryOne() {
        try (SandboxTenant other = SandboxTenant.start(options -> options.tokens(5))) {
            Contexts.of(tenant)
                    .withPropertyValues(Contexts.properties("sailpat.clients.us", other))
                    .run(context -> {
                        assertThat(count(context.getBean(PersonalAccessTokens.class)))
                                .isEqualTo(3);
                        assertThat(count(context.getBean("usPersonalAccessTokens", PersonalAccessTokens.class)))
                                .isEqualTo(5);
                    });
        }
    }

    @Test
    void aCustomizerHasTheLastWord() {
        Contexts.of(tenant)
                .withPropertyValues("sailpat.user-agent=by-property")
                .withBean(SailPointClientCustomizer.class, () -> (name, builder) -> builder.userAgent(name + "-custom"))
                .run(context -> {
                    count(context.getBean(PersonalAccessTokens.class));
                    assertThat(tenant.getLedger()
                                    .getRequests(Operation.LIST)
                                    .get(0)
                                    .header("User-Agent"))
                            .startsWith("sailpat-custom");
                });
    }

    @Test
    void aClientOfTheApplicationReplacesTheConfiguredOne() {
        SailPointClient own = SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
                .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret())));
        Contexts.empty().withBean(SailPointClient.class, () -> own).run(context -> {
            assertThat(context.getBean(SailPointClient.class)).isSameAs(own);
            assertThat(context.getBean(PersonalAccessTokens.class)).isSameAs(own.personalAccessTokens());
        });
    }

    @Test
    void theProfileSandboxStartsATenantWithoutProperties() {
        Contexts.empty().withPropertyValues("spring.profiles.active=sandbox").run(context -> {
            assertThat(count(context.getBean(PersonalAccessTokens.class))).isEqualTo(301);
            LedgerAssert.assertThat(context.getBean(SandboxTenant.class).getLedger())
                    .hasReceived(Operation.LIST, 1);
        });
    }

    @Test
    void everySettingCanBeSet() {
        Contexts.of(tenant)
                .withPropertyValues(
                        "sailpat.api-version=v2025",
                        "sailpat.deadline=30s",
                        "sailpat.connect-timeout=3s",
                        "sailpat.response-timeout=10s",
                        "sailpat.max-idle-time=5s",
                        "sailpat.max-connection-life=1m",
                        "sailpat.max-connections=8",
                        "sailpat.event-loops=2",
                        "sailpat.replace-lost-tokens=true",
                        "sailpat.complete-sent-creates=true",
                        "sailpat.unreadable-elements=fail",
                        "sailpat.rate.requests=50",
                        "sailpat.rate.window=5s",
                        "sailpat.retry.max-attempts=2",
                        "sailpat.retry.backoff=100ms",
                        "sailpat.retry.max-backoff=1s",
                        "sailpat.retry.budget=10")
                .run(context -> {
                    assertThat(count(context.getBean(PersonalAccessTokens.class)))
                            .isEqualTo(3);
                    assertThat(tenant.getLedger()
                                    .getRequests(Operation.LIST)
                                    .get(0)
                                    .apiVersion())
                            .isEqualTo("v2025");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoTenants {
        record Tokens(PersonalAccessTokens eu, PersonalAccessTokens us) {}

        @Bean
        Tokens tokens(@Qualifier("eu") PersonalAccessTokens eu, @Qualifier("us") PersonalAccessTokens us) {
            return new Tokens(eu, us);
        }
    }

    @Test
    void theKeyOfAnSslBundleMayHaveAPasswordOfItsOwn(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("keys.jks");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=a",
                        "-storetype",
                        "JKS",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "store-made-up",
                        "-keypass",
                        "key-made-up")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();

        Contexts.of(tenant)
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withPropertyValues(
                        "spring.ssl.bundle.jks.mine.keystore.location=" + store.toUri(),
                        "spring.ssl.bundle.jks.mine.keystore.password=store-made-up",
                        "spring.ssl.bundle.jks.mine.key.password=key-made-up",
                        "sailpat.ssl-bundle=mine")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
