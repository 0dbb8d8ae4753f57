package io.github.sailpat.sandbox;

import static io.github.sailpat.sandbox.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTest {

    private final SandboxTenant tenant =
            SandboxTenant.start(options -> options.tokens(0).rateLimitOff());
    private final TestClient client = TestClient.of(tenant);

    @AfterEach
    void close() {
        tenant.close();
    }

    static Stream<String> older() {
        return Stream.of(Version.values())
                .filter(version -> !version.allowsNeverExpiring())
                .map(Version::segment);
    }

    static Stream<String> newer() {
        return Stream.of(Version.values()).filter(Version::allowsNeverExpiring).map(Version::segment);
    }

    @ParameterizedTest
    @MethodSource("older")
    void anOlderVersionGivesSixMonths(String version) {
        HttpResponse<String> response = client.create(version, "{\"name\":\"a\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        JsonNode token = json(response);
        assertThat(token.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "secret",
                        "name",
                        "scope",
                        "owner",
                        "created",
                        "accessTokenValiditySeconds",
                        "expirationDate");
        assertThat(token.path("scope")).hasSize(1).first().hasToString("\"sp:scopes:all\"");
        assertThat(token.path("accessTokenValiditySeconds").asInt()).isEqualTo(43_200);
        assertThat(token.path("owner").path("type").asText()).isEqualTo("IDENTITY");
        assertThat(token.path("owner").path("id").asText()).isEqualTo(tenant.getOwnerId());
        Instant created = Instant.parse(token.path("created").asText());
        assertThat(created).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(Instant.parse(token.path("expirationDate").asText())).isEqualTo(Dates.sixMonthsAfter(created));
        assertThat(status(version, "\"expirationDate\":\"" + later(400) + "\"")).isEqualTo(400);
        assertThat(status(version, "\"expirationDate\":\"" + later(90) + "\"")).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("newer")
    void aNewerVersionWantsToHearThatATokenNeverExpires(String version) {
        assertThat(status(version, "\"scope\":null")).isEqualTo(400);
        assertThat(status(version, "\"userAwareTokenNeverExpires\":false")).isEqualTo(400);
        assertThat(status(version, "\"expirationDate\":\"" + later(4000) + "\""))
                .isEqualTo(200);

        JsonNode token = json(
                client.create(version, "{\"name\":\"a\",\"expirationDate\":null,\"userAwareTokenNeverExpires\":true}"));

        assertThat(token.path("expirationDate").isNull()).isTrue();
        assertThat(token.path("userAwareTokenNeverExpires").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":\" \"}",
                "{\"name\":1}",
                "{\"name\":\"a\"} x",
                "{\"name\":\"a\",\"scope\":\"all\"}",
                "{\"name\":\"a\",\"scope\":[1]}",
                "{\"name\":\"a\",\"accessTokenValiditySeconds\":14}",
                "{\"name\":\"a\",\"accessTokenValiditySeconds\":43201}",
                "{\"name\":\"a\",\"accessTokenValiditySeconds\":\"900\"}",
                "{\"name\":\"a\",\"accessTokenValiditySeconds\":900.5}",
                "{\"name\":\"a\",\"expirationDate\":\"tomorrow\"}",
                "{\"name\":\"a\",\"expirationDate\":\"2020-01-01T00:00:00Z\"}",
                "{\"name\":\"a\",\"expirationDate\":1}"
            })
    void whatBreaksARuleIsABadRequest(String body) {
        HttpResponse<String> response = client.create("beta", body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = json(response);
        assertThat(error.path("detailCode").asText()).startsWith("400");
        assertThat(error.path("trackingId").asText()).matches("[0-9a-f]{32}");
        assertThat(error.path("messages").get(0).path("locale").asText()).isEqualTo("en-US");
        assertThat(error.path("messages").get(0).path("localeOrigin").asText()).isEqualTo("DEFAULT");
        assertThat(error.path("messages").get(0).path("text").asText()).isNotEmpty();
        assertThat(error.path("causes").isArray()).isTrue();
        assertThat(tenant.getLedger().getTokens()).isEmpty();
    }

    @Test
    void anotherContentTypeIsRefused() {
        HttpResponse<String> response =
                client.send("POST", TestClient.collection("v3"), "{\"name\":\"a\"}", TestClient.type("text/plain"));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(json(response).path("detailCode").asText()).startsWith("415");
    }

    @Test
    void aNameIsUniqueForItsOwnerOnly() {
        tenant.addToken("b", token -> token.withOwner("someone", "Someone Else"));

        assertThat(client.create("v3", "{\"name\":\"b\"}").statusCode()).isEqualTo(200);
        assertThat(client.create("v3", "{\"name\":\"b\"}").statusCode()).isEqualTo(400);
        assertThat(tenant.getLedger().findByName("b")).hasSize(2);
    }

    @Test
    void anOwnerHasTenTokensAtMost() {
        for (int i = 0; i < 10; i++) {
            assertThat(client.create("v3", "{\"name\":\"n" + i + "\"}").statusCode())
                    .isEqualTo(200);
        }
        assertThat(client.create("v3", "{\"name\":\"n10\"}").statusCode()).isEqualTo(400);

        client.delete("v3", tenant.getLedger().findByName("n4").get(0).id());

        assertThat(client.create("v3", "{\"name\":\"n10\"}").statusCode()).isEqualTo(200);
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(11);
    }

    @Test
    void aCreatedTokenKeepsWhatWasAskedAndAuthenticates() {
        String date = later(30);
        JsonNode created = json(client.create(
                "v3",
                "{\"name\":\"Ünï ☂\",\"scope\":[\"a\",\"b\"],\"accessTokenValiditySeconds\":15,\"expirationDate\":\""
                        + date + "\"}"));

        SandboxToken token = tenant.getLedger().findByName("Ünï ☂").get(0);
        assertThat(token.id()).isEqualTo(created.path("id").asText());
        assertThat(token.scope()).isEqualTo(List.of("a", "b"));
        assertThat(created.path("expirationDate").asText()).isEqualTo(date);
        HttpResponse<String> bearer =
                client.token(token.id(), created.path("secret").asText());
        assertThat(json(bearer).path("expires_in").asInt()).isEqualTo(15);
        assertThat(json(bearer).path("scope").asText()).isEqualTo("a b");
    }

    private int status(String version, String field) {
        return client.create(version, "{\"name\":\"" + System.nanoTime() + "\"," + field + "}")
                .statusCode();
    }

    private static String later(int days) {
        return Dates.format(Dates.now().plus(days, ChronoUnit.DAYS).plus(5, ChronoUnit.MICROS));
    }
}
