package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.sandbox.SandboxOptions;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SandboxTenant TENANT = SandboxTenant.start(SandboxOptions.Builder::rateLimitOff);
    private static final TestClient CLIENT = TestClient.of(TENANT, TestClient::unlimited);

    @AfterAll
    static void close() {
        CLIENT.close();
        TENANT.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\r\nX: y", "a\0", "\u00e9"})
    void aHeaderValueThatCouldEndTheHeaderIsRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> SailPointClient.create(b -> b.userAgent(value)));
        assertThatIllegalArgumentException().isThrownBy(() -> AccessToken.of(value));
    }

    @Test
    void userAgentStartsWithTheNameOfTheApplication() {
        TENANT.getLedger().clear();
        try (TestClient named = TestClient.of(TENANT, b -> b.userAgent("acme-rotation/2.1 (nightly)"))) {
            named.tokens().list().blockLast(SOON);
        }
        assertThat(TENANT.getLedger().getRequests())
                .isNotEmpty()
                .allSatisfy(request ->
                        assertThat(request.header("user-agent")).startsWith("acme-rotation/2.1 (nightly) sailpat/"));
    }

    @Test
    void theEnvironmentWinsOverTheFileAndBothAreChecked(@TempDir Path dir) throws IOException {
        Path config = dir.resolve("config.json");
        Files.writeString(
                config,
                "{\"BaseURL\":\"" + TENANT.getBaseUrl() + "\",\"ClientId\":\"" + TENANT.getClientId()
                        + "\",\"ClientSecret\":\"" + TENANT.getClientSecret() + "\",\"More\":1}");
        SailPointClient fromFile = SailPointClient.create(b -> b.environment(Map.of(), config));
        try (TestClient client = new TestClient(fromFile)) {
            assertThat(client.tokens().list().count().block(SOON)).isPositive();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SailPointClient.create(
                        b -> b.environment(Map.of("SAIL_BASE_URL", "http://canary@evil"), config)))
                .withMessageNotContaining("canary");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SailPointClient.create(
                        b -> b.environment(Map.of("SAIL_CLIENT_ID", "only"), dir.resolve("none"))))
                .withMessageContaining("belong together");
        Files.writeString(config, "{\"ClientSecret\":\"canary\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SailPointClient.create(b -> b.environment(Map.of(), config)))
                .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("canary"));
    }

    @Test
    void clientRequiresATenantAndOneSourceOfAccessTokens() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SailPointClient.create(b -> b.clientCredentials("i", Secret.of("s"))))
                .withMessageContaining("the tenant is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SailPointClient.create(b -> b.tenant("acme")))
                .withMessageContaining("the credentials are missing");
    }

    /** Every setting that takes an object, also one that is added later. */
    @TestFactory
    Stream<DynamicTest> aSettingThatIsNullIsNamed() {
        return Stream.of(SailPointClient.Builder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> Stream.of(method.getParameterTypes()).noneMatch(Class::isPrimitive))
                .filter(method -> method.getParameterCount() > 0)
                .map(method -> DynamicTest.dynamicTest(
                        method.toString(),
                        () -> assertThatNullPointerException()
                                .isThrownBy(() -> SailPointClient.create(b -> withNull(b, method)))
                                .withMessageContaining(method.getName())
                                .withMessageContaining("must not be null")));
    }

    private static SailPointClient.Builder withNull(SailPointClient.Builder builder, Method setting) {
        try {
            setting.invoke(builder, new Object[setting.getParameterCount()]);
            return builder;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException error) {
                throw error;
            }
            throw new AssertionError(e);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
