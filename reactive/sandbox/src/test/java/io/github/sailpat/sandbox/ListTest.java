package io.github.sailpat.sandbox;

import static io.github.sailpat.sandbox.TestClient.encoded;
import static io.github.sailpat.sandbox.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListTest {

    private final SandboxTenant tenant =
            SandboxTenant.start(options -> options.tokens(120).rateLimitOff());
    private final TestClient client = TestClient.of(tenant);

    @AfterEach
    void close() {
        tenant.close();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void everyVersionListsTheTenant(Version version) {
        HttpResponse<String> response = client.list(version.segment(), "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(names(json(response)))
                .containsExactlyElementsOf(tenant.getLedger().getTokens().stream()
                        .map(SandboxToken::name)
                        .toList());
        assertThat(json(response))
                .allMatch(token -> token.has("userAwareTokenNeverExpires") == version.allowsNeverExpiring());
        assertThat(response.body()).doesNotContain("secret");
        assertThat(tenant.getLedger().getListBytesWritten())
                .isEqualTo(response.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    }

    /** The descriptions of v3 and v2024 do not allow a null there, those of the others do. */
    @ParameterizedTest
    @CsvSource({"beta,true", "v3,false", "v2024,false", "v2025,true", "v2026,true", "v1,true"})
    void aTokenThatNeverExpiresHasNullOrNoExpirationDate(String version, boolean nullable) {
        SandboxToken token = tenant.addToken("endless", each -> each.withExpiration(null, true));

        for (JsonNode listed : json(client.list(version, ""))) {
            boolean isEndless = listed.path("id").asText().equals(token.id());
            assertThat(listed.path("expirationDate").isNull()).isEqualTo(nullable && isNeverExpiring(listed));
            assertThat(isEndless && listed.has("expirationDate")).isEqualTo(isEndless && nullable);
        }
    }

    private boolean isNeverExpiring(JsonNode listed) {
        return tenant.getLedger().getTokens().stream()
                .anyMatch(token -> token.id().equals(listed.path("id").asText()) && token.expirationDate() == null);
    }

    @Test
    void seedsAreRealisticAndAlwaysTheSame() {
        List<SandboxToken> tokens = tenant.getLedger().getTokens();
        try (SandboxTenant again = SandboxTenant.start(options -> options.tokens(120))) {
            assertThat(again.getLedger().getTokens().stream().map(SandboxToken::id))
                    .containsExactlyElementsOf(
                            tokens.stream().map(SandboxToken::id).toList());
        }
        assertThat(tokens).anyMatch(SandboxToken::managed).anyMatch(SandboxToken::neverExpires);
        assertThat(tokens).anyMatch(token -> token.lastUsed() == null).anyMatch(token -> token.scope() == null);
        assertThat(tokens.stream().map(SandboxToken::created).map(Dates::format))
                .anyMatch(date -> date.matches(".*\\.\\d{3}Z"))
                .anyMatch(date -> date.matches(".*\\.\\d{6}Z"));
    }

    @Test
    void ownerIdSelectsOneOwner() {
        tenant.addToken("mine");
        String other = tenant.getLedger().getTokens().get(0).ownerId();

        assertThat(names(json(client.list("beta", "?owner-id=me")))).containsExactly("mine");
        assertThat(names(json(client.list("beta", "?owner-id=" + tenant.getOwnerId()))))
                .containsExactly("mine");
        assertThat(json(client.list("beta", "?owner-id=" + other))).hasSize(5);
        assertThat(json(client.list("beta", "?owner-id=nobody"))).isEmpty();
    }

    @Test
    void filtersSelectByUse() {
        Instant limit = Instant.now().minusSeconds(60L * 86_400);
        List<SandboxToken> tokens = tenant.getLedger().getTokens();

        assertThat(listed("lastUsed isnull"))
                .isNotEmpty()
                .hasSameSizeAs(
                        tokens.stream().filter(each -> each.lastUsed() == null).toList());
        assertThat(listed("lastUsed le " + limit))
                .isNotEmpty()
                .hasSameSizeAs(
                        tokens.stream().filter(each -> usedUntil(each, limit)).toList());
        assertThat(listed("lastUsed le " + limit + " and lastUsed isnull")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name eq \"a\"",
                "lastUsed gt 2020-01-01T00:00:00Z",
                "lastUsed le yesterday",
                "lastUsed isnull or"
            })
    void otherFiltersAreBadRequests(String filters) {
        assertThat(client.list("v3", "?filters=" + encoded(filters)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void pagingParametersAreIgnored() {
        assertThat(json(client.list("v3", "?limit=10&offset=100"))).hasSize(120);
    }

    @Test
    void oneWhoIsNoAdministratorSeesAndTouchesTheirOwnOnly() {
        SandboxToken own = tenant.addToken("own", token -> token.withOwner("u1", "User One"));
        SandboxToken others = tenant.getLedger().getTokens().get(0);
        TestClient user = new TestClient(tenant).signIn(own.id(), own.secret());

        assertThat(names(json(user.list("beta", "?owner-id=me")))).containsExactly("own");
        assertThat(user.list("beta", "?owner-id=u1").statusCode()).isEqualTo(200);
        assertThat(user.list("beta", "").statusCode()).isEqualTo(403);
        assertThat(json(user.list("beta", "?owner-id=" + others.ownerId()))
                        .path("detailCode")
                        .asText())
                .startsWith("403");
        assertThat(user.delete("beta", others.id()).statusCode()).isEqualTo(404);
        assertThat(user.patch("beta", others.id(), "[]").statusCode()).isEqualTo(404);
        assertThat(json(user.create("beta", "{\"name\":\"n\"}"))
                        .path("owner")
                        .path("name")
                        .asText())
                .isEqualTo("User One");
    }

    private JsonNode listed(String filters) {
        return json(client.list("beta", "?filters=" + encoded(filters)));
    }

    private static boolean usedUntil(SandboxToken token, Instant limit) {
        Instant used = token.lastUsed();
        return used != null && !used.isAfter(limit);
    }

    private static Stream<String> names(JsonNode tokens) {
        return StreamSupport.stream(tokens.spliterator(), false)
                .map(token -> token.path("name").asText());
    }
}
