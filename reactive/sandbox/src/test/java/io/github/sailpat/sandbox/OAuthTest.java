package io.github.sailpat.sandbox;

import static io.github.sailpat.sandbox.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OAuthTest {

    private final SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(5));
    private final TestClient client = new TestClient(tenant);

    @AfterEach
    void close() {
        tenant.close();
    }

    @Test
    void ownCredentialsFetchABearer() {
        HttpResponse<String> response = client.token(tenant.getClientId(), tenant.getClientSecret());

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = json(response);
        assertThat(body.path("access_token").asText()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(body.path("token_type").asText()).isEqualTo("bearer");
        assertThat(body.path("expires_in").asInt()).isEqualTo(43_200);
        assertThat(body.has("scope") && body.has("tenant_id") && body.has("pod") && body.has("org"))
                .isTrue();
    }

    @Test
    void aMultipartFormFetchesABearer() {
        HttpResponse<String> response = multipart(part("grant_type", "client_credentials")
                + part("client_id", tenant.getClientId())
                + part("client_secret", tenant.getClientSecret())
                + "--edge--\r\n");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).path("access_token").asText()).isNotEmpty();
    }

    @Test
    void aMultipartFormIsCheckedAsTheOtherOneIs() {
        String grant = part("grant_type", "client_credentials");
        String credentials = part("client_id", tenant.getClientId()) + part("client_secret", tenant.getClientSecret());

        assertThat(multipart(grant + part("client_id", "a") + credentials + "--edge--\r\n")
                        .statusCode())
                .isEqualTo(401);
        assertThat(multipart(credentials + "--edge--\r\n").statusCode()).isEqualTo(400);
        assertThat(multipart(part("x", "y").repeat(17) + grant + credentials + "--edge--\r\n")
                        .statusCode())
                .isEqualTo(400);
        assertThat(multipart("no form").statusCode()).isEqualTo(400);
        assertThat(client.send("POST", "/oauth/token", grant, TestClient.type("multipart/form-data"))
                        .statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> multipart(String body) {
        return client.send("POST", "/oauth/token", body, TestClient.type("multipart/form-data; boundary=edge"));
    }

    private static String part(String name, String value) {
        return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    @Test
    void wrongSecretIsAnInvalidClient() {
        HttpResponse<String> response = client.token(tenant.getClientId(), "wrong");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).path("error").asText()).isEqualTo("invalid_client");
        assertThat(json(response).path("error_description").asText()).isNotEmpty();
    }

    @Test
    void credentialsInTheQueryAreRefused() {
        String form = "grant_type=client_credentials&client_id=" + tenant.getClientId() + "&client_secret="
                + tenant.getClientSecret();

        assertThat(client.form("/oauth/token?" + form, form).statusCode()).isEqualTo(400);
    }

    @Test
    void otherGrantsAndOtherContentTypesAreRefused() {
        assertThat(client.form("/oauth/token", "grant_type=password").statusCode())
                .isEqualTo(400);
        assertThat(client.send("POST", "/oauth/token", "{}", TestClient.type("application/json"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aTokenAuthenticatesAndIsMarkedUsedOnceADay() {
        SandboxToken token = tenant.addToken("fresh", each -> each.withValidity(900));

        HttpResponse<String> response = client.token(token.id(), token.secret());
        Instant first = lastUsed(token);
        client.token(token.id(), token.secret());

        assertThat(json(response).path("expires_in").asInt()).isEqualTo(900);
        assertThat(first).isCloseTo(Instant.now(), within1Minute());
        assertThat(lastUsed(token)).isEqualTo(first);
    }

    @Test
    void anUseOfTwoDaysAgoIsReplaced() {
        Instant old = Instant.now().minus(2, ChronoUnit.DAYS);
        SandboxToken token = tenant.addToken("old", each -> each.withLastUsed(old));

        client.token(token.id(), token.secret());

        assertThat(lastUsed(token)).isCloseTo(Instant.now(), within1Minute());
    }

    @Test
    void anExpiredTokenAuthenticatesNoMore() {
        SandboxToken token = tenant.addToken(
                "past", each -> each.withExpiration(Instant.now().minusSeconds(1), false));

        assertThat(client.token(token.id(), token.secret()).statusCode()).isEqualTo(401);
    }

    @Test
    void bearersAreRevokedWithTheirToken() {
        SandboxToken token = tenant.addToken("mine");
        TestClient other = new TestClient(tenant).signIn(token.id(), token.secret());
        assertThat(other.list("beta", "").statusCode()).isEqualTo(200);

        assertThat(other.delete("beta", token.id()).statusCode()).isEqualTo(204);

        assertThat(other.list("beta", "").statusCode()).isEqualTo(401);
    }

    @Test
    void revokeBearersEndsAllOfThem() {
        TestClient signedIn = TestClient.of(tenant);

        tenant.revokeAccessTokens();

        HttpResponse<String> response = signedIn.list("v3", "");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("{\"error\":\"JWT validation failed: JWT is expired\"}");
        assertThat(TestClient.of(tenant).list("v3", "").statusCode()).isEqualTo(200);
    }

    @Test
    void bearersEndByTime() {
        try (SandboxTenant brief = SandboxTenant.start(
                options -> options.accessTokenLifetime(Duration.ofMillis(200)).rateLimitOff())) {
            TestClient signedIn = TestClient.of(brief);
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            assertThat(signedIn.list("v3", "").statusCode()).isEqualTo(200);

            int status = 200;
            while (status == 200 && System.nanoTime() < end) {
                status = signedIn.list("v3", "").statusCode();
            }

            assertThat(status).isEqualTo(401);
        }
    }

    @Test
    void ownTokenCanBeListedAndLost() {
        try (SandboxTenant real =
                SandboxTenant.start(options -> options.tokens(0).ownTokenListed(true))) {
            TestClient signedIn = TestClient.of(real);
            assertThat(json(signedIn.list("beta", "?owner-id=me"))).hasSize(1);

            signedIn.delete("beta", real.getClientId());

            assertThat(signedIn.list("beta", "").statusCode()).isEqualTo(401);
            assertThat(signedIn.token(real.getClientId(), real.getClientSecret())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @SuppressWarnings("NullAway") // it exists
    private Instant lastUsed(SandboxToken token) {
        return tenant.getLedger().findById(token.id()).lastUsed();
    }

    private static org.assertj.core.data.TemporalUnitOffset within1Minute() {
        return org.assertj.core.api.Assertions.within(1, ChronoUnit.MINUTES);
    }
}
