package io.github.sailpat.sandbox;

import static io.github.sailpat.sandbox.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchTest {

    private static final Instant DATE = Instant.parse("2099-01-02T03:04:05.678Z");

    private final SandboxTenant tenant =
            SandboxTenant.start(options -> options.tokens(0).rateLimitOff());
    private final TestClient client = TestClient.of(tenant);
    private final SandboxToken token =
            tenant.addToken("a", each -> each.withScope(List.of("x", "y")).withExpiration(DATE, false));

    @AfterEach
    void close() {
        tenant.close();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void nameAndScopeArePatchableEverywhere(Version version) {
        HttpResponse<String> response = client.patch(version.segment(), token.id(), """
                [{"op":"test","path":"/name","value":"a"},
                 {"op":"replace","path":"/name","value":"b"},
                 {"op":"replace","path":"/scope","value":["z"]},
                 {"op":"add","path":"/scope/-","value":"last"},
                 {"op":"add","path":"/scope/0","value":"first"},
                 {"op":"remove","path":"/scope/1"}]""");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode shown = json(response);
        assertThat(shown.path("name").asText()).isEqualTo("b");
        assertThat(shown.has("secret")).isFalse();
        assertThat(shown.has("managed") && shown.has("lastUsed")).isTrue();
        assertThat(current().scope()).isEqualTo(List.of("first", "last"));
        assertThat(current().expirationDate()).isEqualTo(DATE);
        assertThat(tenant.getLedger().getPatchesApplied()).isEqualTo(1);
    }

    @Test
    void removingTheScopeLeavesNone() {
        assertThat(client.patch("v3", token.id(), "[{\"op\":\"remove\",\"path\":\"/scope\"}]")
                        .statusCode())
                .isEqualTo(200);
        assertThat(current().scope()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1]",
                "nonsense",
                "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"b\"}]",
                "[{\"op\":\"replace\",\"path\":\"/managed\",\"value\":true}]",
                "[{\"op\":\"replace\",\"path\":\"name\",\"value\":\"b\"}]",
                "[{\"op\":\"replace\",\"path\":\"\",\"value\":\"b\"}]",
                "[{\"op\":\"replace\",\"path\":\"/name/0\",\"value\":\"b\"}]",
                "[{\"op\":\"replace\",\"path\":\"/name\"}]",
                "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":null}]",
                "[{\"op\":\"remove\",\"path\":\"/name\"}]",
                "[{\"op\":\"replace\",\"path\":\"/scope\",\"value\":\"z\"}]",
                "[{\"op\":\"replace\",\"path\":\"/scope/2\",\"value\":\"z\"}]",
                "[{\"op\":\"remove\",\"path\":\"/scope/-\"}]",
                "[{\"op\":\"add\",\"path\":\"/scope/01\",\"value\":\"z\"}]",
                "[{\"op\":\"move\",\"from\":\"/scope/0\",\"path\":\"/name\"}]",
                "[{\"op\":\"replace\",\"path\":\"/expirationDate\",\"value\":\"2098-01-01T00:00:00Z\"}]",
                "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"b\"},{\"op\":\"test\",\"path\":\"/name\",\"value\":\"a\"}]"
            })
    void whatIsNotAllowedChangesNothing(String body) {
        assertThat(client.patch("v3", token.id(), body).statusCode()).isEqualTo(400);
        assertThat(current()).isEqualTo(token);
    }

    @Test
    void newerVersionsPatchTheExpiry() {
        assertThat(client.patch(
                                "v2025",
                                token.id(),
                                "[{\"op\":\"replace\",\"path\":\"/expirationDate\",\"value\":\"2098-01-01T00:00:00Z\"}]")
                        .statusCode())
                .isEqualTo(200);
        assertThat(current().expirationDate()).isEqualTo(Instant.parse("2098-01-01T00:00:00Z"));
    }

    @Test
    void noExpiryNeedsTheAcknowledgementInTheSamePatch() {
        String noExpiry = "{\"op\":\"replace\",\"path\":\"/expirationDate\",\"value\":null}";
        String aware = "{\"op\":\"replace\",\"path\":\"/userAwareTokenNeverExpires\",\"value\":true}";

        assertThat(client.patch("v1", token.id(), "[" + aware + "]").statusCode())
                .isEqualTo(200);
        assertThat(client.patch("v1", token.id(), "[" + noExpiry + "]").statusCode())
                .isEqualTo(400);
        assertThat(client.patch("v1", token.id(), "[" + noExpiry + "," + aware + "]")
                        .statusCode())
                .isEqualTo(200);
        assertThat(current().expirationDate()).isNull();
        assertThat(current().neverExpires()).isTrue();
        assertThat(client.patch("v1", token.id(), "[" + aware.replace("true", "false") + "]")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aNameOfTheSameOwnerIsTaken() {
        tenant.addToken("b");
        String rename = "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"%s\"}]";

        assertThat(client.patch("v3", token.id(), rename.formatted("b")).statusCode())
                .isEqualTo(400);
        assertThat(client.patch("v3", token.id(), rename.formatted("c")).statusCode())
                .isEqualTo(200);
        assertThat(client.create("v3", "{\"name\":\"a\"}").statusCode()).isEqualTo(200);
        assertThat(client.create("v3", "{\"name\":\"c\"}").statusCode()).isEqualTo(400);
    }

    @Test
    void plainJsonIsAnUnsupportedMediaType() {
        assertThat(client.send(
                                "PATCH",
                                TestClient.collection("v3") + "/" + token.id(),
                                "[]",
                                TestClient.type("application/json"))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void anUnknownTokenIsNotFound() {
        assertThat(client.patch("v3", "nobody", "[]").statusCode()).isEqualTo(404);
    }

    @SuppressWarnings("NullAway") // it exists
    private SandboxToken current() {
        return tenant.getLedger().findById(token.id());
    }
}
