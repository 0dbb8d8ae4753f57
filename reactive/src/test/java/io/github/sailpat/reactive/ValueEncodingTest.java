package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.client.BaseUrl;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import io.github.sailpat.token.TokenQuery;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** What a caller gives, in every place of a request: it arrives as one value, or nothing is sent. */
class ValueEncodingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SandboxTenant TENANT =
            SandboxTenant.start(o -> o.rateLimitOff().tokensPerOwner(1_000));
    private static final TestClient CLIENT = TestClient.of(TENANT, TestClient::unlimited);

    @AfterAll
    static void close() {
        CLIENT.close();
        TENANT.close();
    }

    @BeforeEach
    void clear() {
        TENANT.getLedger().clear();
        TENANT.getFaults().clear();
    }

    static List<String> hostile() {
        return List.of(
                "../../oauth/info",
                "..%2f",
                "..",
                "a/b",
                "a?x=1",
                "a#b",
                "a%00b",
                "a&owner-id=other",
                "a=b&filters=lastUsed isnull",
                "a+b",
                "\" or name sw \"",
                "\u00e9\ud83d\ude00\u202e");
    }

    static List<String> refused() {
        return List.of(
                "", " ", "\u3000", "a\rb", "a\nb", "a\0b", "a\u0085", "\ud800x", "x\udc00", "x".repeat(10_000_000));
    }

    static Stream<String> refusedNames() {
        return Stream.concat(refused().stream(), Stream.of(" a", "a ", "\u00a0a", "a\u2003", "a\tb"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void anOwnerArrivesAsExactlyOneValue(String owner) {
        CLIENT.tokens().list(q -> q.ownedBy(owner)).onErrorComplete().blockLast(SOON);

        assertThat(TENANT.getLedger().getRequests(Operation.LIST))
                .allSatisfy(request -> {
                    assertThat(request.query()).startsWith("owner-id=").doesNotContain("&", "#", "+");
                    assertThat(URLDecoder.decode(request.query().substring(9), UTF_8))
                            .isEqualTo(owner);
                })
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void anOwnerThatIsNoTextIsRefusedBeforeAnythingIsSent(String owner) {
        StepVerifier.create(CLIENT.tokens().list(q -> q.ownedBy(owner)))
                .expectError(IllegalArgumentException.class)
                .verify(SOON);
        assertThat(TENANT.getLedger().getRequests()).isEmpty();
    }

    @Test
    void aFilterIsAnInstantAndNothingElse() {
        for (Instant instant : List.of(Instant.MIN, Instant.MAX, Instant.parse("+10000-01-01T00:00:00Z"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TokenQuery.create(q -> q.lastUsedAtOrBefore(instant)));
        }
        CLIENT.tokens()
                .list(q -> q.ownedBy("a b").lastUsedAtOrBefore(Instant.parse("0000-01-01T00:00:00.000000001Z")))
                .blockLast(SOON);
        assertThat(TENANT.getLedger().getRequests(Operation.LIST))
                .singleElement()
                .satisfies(request -> assertThat(request.query())
                        .isEqualTo("owner-id=a%20b&filters=lastUsed%20le%200000-01-01T00%3A00%3A00.000Z"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aNameArrivesAsItIs(String name) {
        CreatedPersonalAccessToken created =
                CLIENT.tokens().create(r -> r.name(name)).block(SOON);

        assertThat(created.getName()).isEqualTo(name);
        assertThat(TENANT.getLedger().findById(created.getId()).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("refusedNames")
    void aNameThatATenantMightChangeIsRefusedBeforeAnythingIsSent(String name) {
        StepVerifier.create(CLIENT.tokens().create(r -> r.name(name)))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("name must"))
                .verify(SOON);
        StepVerifier.create(CLIENT.tokens().patch("id", p -> p.name(name)))
                .expectError(IllegalArgumentException.class)
                .verify(SOON);
        assertThat(TENANT.getLedger().getRequests()).isEmpty();
    }

    @Test
    void aPatchIsJsonHoweverItsValuesLook() {
        String id = TENANT.addToken("old").id();
        String hostile = "\"},{\"op\":\"remove\",\"path\":\"/scope\"},\r\n{\0\u2028";

        CLIENT.tokens()
                .patch(id, JsonPatch.create(p -> p.replace("/name", hostile)))
                .block(SOON);

        assertThat(TENANT.getLedger().findById(id).name()).isEqualTo(hostile);
        assertThat(TENANT.getLedger().findById(id).scope()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\r\nX: y", "a\0", "a b", "a\u00e9", "\ud83d\ude00", "", "\t"})
    void accessTokenThatCouldEndTheHeaderIsRefused(String accessToken) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessToken.of(accessToken))
                .withMessage("an access token must be visible ASCII, at most 16384 characters");
        String json = accessToken
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\0", "\\u0000")
                .replace("\t", "\\t");
        TENANT.getFaults()
                .add(Fault.on(Operation.TOKEN)
                        .always()
                        .body("{\"access_token\":\"" + json + "\"}", "application/json"));
        try (TestClient fresh = TestClient.of(TENANT, b -> b.retryPolicy(RetryPolicy.none()))) {
            StepVerifier.create(fresh.tokens().list())
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(MalformedResponseException.class)
                            .hasMessageContaining("access_token"))
                    .verify(SOON);
        }
        assertThat(TENANT.getLedger().count(Operation.LIST)).isZero();
    }

    @Test
    void accessTokenBeyondTheLimitIsRefused() {
        String long10 = "x".repeat(10_000_000);
        assertThatIllegalArgumentException().isThrownBy(() -> AccessToken.of(long10));
        assertThatIllegalArgumentException().isThrownBy(() -> SailPointClient.create(b -> b.userAgent(long10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a&grant_type=password", "a=b", "a+b c", "\u00e9\ud83d\ude00", "a%26b", "a;b", "a\"b"})
    void credentialsArriveAsExactlyOneValueOfTheFormAndNeverInTheUrl(String text) {
        String secret = "s-" + text;
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.clientId(text).clientSecret(secret));
                TestClient client = TestClient.of(tenant)) {
            client.tokens().list().blockLast(SOON);
            assertThat(tenant.getLedger().getRequests(Operation.TOKEN))
                    .singleElement()
                    .satisfies(request -> {
                        assertThat(request.query()).isNullOrEmpty();
                        assertThat(request.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
                        assertThat(request.header("authorization")).isNull();
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\rb", "a\0b", "\ud800"})
    void aClientIdThatIsNoTextIsRefused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SailPointClient.create(b -> b.tenant("acme").clientCredentials(id, Secret.of("s"))));
    }

    @Test
    void aSecretThatCannotBeSentAsItIsIsRefusedAndNotShown() {
        for (String secret : List.of("canary\ud800", "canary".repeat(2_000_000))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            SailPointClient.create(b -> b.tenant("acme").clientCredentials("id", Secret.of(secret))))
                    .withMessageStartingWith("the client secret must")
                    .withMessageNotContaining("canary");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:80@evil.example",
                "http://localhost:80@evil.example",
                "https://user@acme.example",
                "https://@acme.example",
                "http://localhost.",
                "http://127.1",
                "http://127.0.0.256",
                "http://2130706433",
                "http://0x7f.0.0.1",
                "http://[::ffff:10.0.0.1]",
                "http://[fe80::1%25lo]",
                "https://b\u00fccher.example",
                "https://acme%2eexample",
                "https://acme_1:x@evil.example",
                "https://acme.example//",
                "https://acme.example/../",
                "https://acme.example:0",
                "https://acme.example:-1"
            })
    void disguisedBaseUrlIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.check(URI.create(url)))
                .withMessageStartingWith("the base URL must");
    }

    @Test
    void aPortOfOneDigitIsAPort() {
        AccessTokenProvider accessToken = AccessTokenProvider.constant(AccessToken.of("b"));
        try (SailPointClient client = SailPointClient.create(b -> b.baseUrl(URI.create("http://127.0.0.1:9"))
                .accessTokenProvider(accessToken)
                .retryPolicy(RetryPolicy.none()))) {
            StepVerifier.create(client.personalAccessTokens().list())
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(TransportException.class)
                            .hasMessageContaining("connection refused")
                            .hasStackTraceContaining("/127.0.0.1:9"))
                    .verify(SOON);
        }
    }
}
