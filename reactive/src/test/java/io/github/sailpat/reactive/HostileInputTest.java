package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.client.BaseUrl;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxOptions;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.test.StepVerifier;

class HostileInputTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SandboxTenant TENANT = SandboxTenant.start(SandboxOptions.Builder::rateLimitOff);
    private static final TestClient CLIENT = TestClient.of(TENANT, TestClient::unlimited);

    @AfterAll
    static void close() {
        CLIENT.close();
        TENANT.close();
    }

    static List<String> refusedIds() {
        return List.of("", " ", ".", "..", "a\rb", "a\nb", "a\0b", "\u0085", "\ud800x", "x".repeat(10_000_000));
    }

    @ParameterizedTest
    @MethodSource("refusedIds")
    void anIdThatIsNoSegmentIsRefusedBeforeAnythingIsSent(String id) {
        TENANT.getLedger().clear();
        List<Publisher<?>> calls = List.of(
                CLIENT.tokens().delete(id),
                CLIENT.tokens().patch(id, p -> p.name("x")),
                CLIENT.tokens().patch(id, JsonPatch.create(p -> p.replace("/name", "x"))));
        for (Publisher<?> call : calls) {
            StepVerifier.create(call)
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("an id must"))
                    .verify(SOON);
        }
        assertThat(TENANT.getLedger().getRequests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../oauth/info",
                "..%2f",
                "a/b",
                "a?x=1",
                "a#b",
                "a%00b",
                "a b",
                "a;b=c",
                "%",
                "\u00e9\ud83d\ude00",
                "...",
                "a\\b",
                "a:b@c",
                "+",
                "*"
            })
    void anyOtherIdArrivesAsExactlyOneSegment(String id) {
        TENANT.getLedger().clear();

        StepVerifier.create(CLIENT.tokens().delete(id))
                .expectError(NotFoundException.class)
                .verify(SOON);

        assertThat(TENANT.getLedger().getRequests(Operation.DELETE))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.tokenId()).isEqualTo(id);
                    assertThat(request.query()).isNullOrEmpty();
                });
    }

    @Test
    void theRulesOfTheVersionAreCheckedBeforeAnythingIsSent() {
        TENANT.getLedger().clear();
        Instant late = Instant.now().plus(Duration.ofDays(400));
        try (TestClient v2025 = TestClient.of(TENANT, b -> b.apiVersion(ApiVersion.V2025))) {
            for (Publisher<?> call : List.<Publisher<?>>of(
                    CLIENT.tokens().create(r -> r.name("x").neverExpires()),
                    CLIENT.tokens().create(r -> r.name("x").expiresAt(late)),
                    CLIENT.tokens().create(r -> r.name("x").expiresAt(Instant.EPOCH)),
                    CLIENT.tokens().create(r -> r.name("")),
                    CLIENT.tokens().create(r -> r.name("x").accessTokenValiditySeconds(14)),
                    CLIENT.tokens().patch("id", p -> p.neverExpires()),
                    CLIENT.tokens().patch("id", p -> p),
                    CLIENT.tokens().list(q -> q.ownedBy("")),
                    v2025.tokens().create(r -> r.name("x")))) {
                StepVerifier.create(call)
                        .expectError(IllegalArgumentException.class)
                        .verify(SOON);
            }
        }
        assertThat(TENANT.getLedger().getRequests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://acme.api.identitynow.com",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "http://[::2]",
                "ftp://127.0.0.1",
                "https://user:pw@acme.example",
                "https://acme.example?x=1",
                "https://acme.example#x",
                "https://acme.example/beta",
                "https:///x",
                "//acme.example",
                "acme.example",
                "https://acme.example:99999",
                "http://0.0.0.0",
                "http://10.0.0.1",
                "mailto:a@b"
            })
    void aBaseUrlThatCouldLeadAstrayIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.check(URI.create(url)))
                .withMessageStartingWith("the base URL must")
                .withMessageNotContaining("pw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.api.identitynow.com",
                "https://acme.example/",
                "http://localhost:8080",
                "http://127.0.0.1",
                "http://127.1.2.3:1",
                "http://[::1]:8080",
                "HTTPS://ACME.example"
            })
    void anyOtherBaseUrlIsTaken(String url) {
        assertThatCode(() -> BaseUrl.check(URI.create(url))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a/b", "-a", "a b", "a@b", "\u00e9"})
    void aTenantIsOneLabel(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> BaseUrl.ofTenant(name));
        assertThat(BaseUrl.ofTenant("Acme-Sb")).hasToString("https://acme-sb.api.identitynow.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\r\nX: y", "a\0", "\u00e9"})
    void aHeaderValueThatCouldEndTheHeaderIsRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> SailPointClient.create(b -> b.userAgent(value)));
        assertThatIllegalArgumentException().isThrownBy(() -> AccessToken.of(value));
    }

    @Test
    void theApplicationsNameStandsBeforeTheLibrarys() {
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
    void aClientNeedsATenantAndOneSourceOfBearers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SailPointClient.create(b -> b.clientCredentials("i", Secret.of("s"))))
                .withMessageContaining("the tenant is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SailPointClient.create(b -> b.tenant("acme")))
                .withMessageContaining("the credentials are missing");
    }
}
