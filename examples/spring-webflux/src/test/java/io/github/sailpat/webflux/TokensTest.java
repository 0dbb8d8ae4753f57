package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

class TokensTest {
    private static SandboxTenant tenant;
    private static RunningService service;

    @BeforeAll
    static void start() {
        tenant = SandboxTenant.start(o -> o.tokens(40).rateLimitOff());
        service = RunningService.of(tenant);
    }

    @AfterAll
    static void stop() {
        service.close();
        tenant.close();
    }

    private static List<String> lines(String uri) {
        String body = Objects.requireNonNull(service.client()
                .get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_NDJSON)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
        return body.lines().toList();
    }

    @Test
    void listIsOneLineForEachToken() {
        SandboxToken token = tenant.addToken("listed");

        List<String> lines = lines("/tokens?owner=" + tenant.getOwnerId());

        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("{\"id\":\"" + token.id() + "\",\"name\":\"listed\"")
                        .contains("\"created\":\"2")
                        .endsWith("}"));
        assertThat(lines("/tokens")).hasSizeGreaterThan(40);
        assertThat(lines("/tokens?neverUsed=true"))
                .hasSizeLessThan(lines("/tokens").size());
    }

    @Test
    void createShowsTheSecretOnce() {
        WebTestClient.ResponseSpec answer = service.client()
                .post()
                .uri("/tokens")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", "made", "scope", List.of("sp:scopes:default")))
                .exchange();

        SandboxToken made = tenant.getLedger().findByName("made").get(0);
        answer.expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(String.class)
                .value(body -> assertThat(body)
                        .contains("\"id\":\"" + made.id() + "\"", "\"secret\":\"" + made.secret() + "\""));
        assertThat(lines("/tokens").toString()).contains(made.id()).doesNotContain(made.secret());
    }

    @Test
    void deleteAnswersWithNoContent() {
        SandboxToken token = tenant.addToken("to-delete");

        service.client()
                .delete()
                .uri("/tokens/{id}", token.id())
                .exchange()
                .expectStatus()
                .isNoContent();

        assertThat(tenant.getLedger().findById(token.id())).isNull();
    }

    @Test
    void failureOfTheTenantIsAProblemThatSaysWhichCall() {
        service.client().get().uri("/actuator/health").exchange().expectStatus().isOk();

        String body = problem(service.client().delete().uri("/tokens/nobody").exchange(), 404);

        assertThat(body)
                .contains(
                        "\"operation\":\"deletePersonalAccessToken\"",
                        "\"tenantStatus\":404",
                        "\"error\":\"NotFoundException\"")
                .containsPattern("\"trackingId\":\"[^\"*]+\"")
                .doesNotContain(tenant.getClientSecret());
    }

    @Test
    void failureBeforeTheFirstLineIsAProblemThoughLinesWereAskedFor() {
        tenant.getFaults().add(Fault.on(Operation.LIST).status(403, null));

        String body = problem(
                service.client()
                        .get()
                        .uri("/tokens")
                        .accept(MediaType.APPLICATION_NDJSON)
                        .exchange(),
                403);

        assertThat(body).contains("\"operation\":\"listPersonalAccessTokens\"");
    }

    @Test
    void brokenRuleIsABadRequestAndNothingIsSent() {
        long before = tenant.getLedger().count(Operation.CREATE);

        String body = problem(
                service.client()
                        .post()
                        .uri("/tokens")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of())
                        .exchange(),
                400);

        assertThat(body).contains("name");
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(before);
    }

    private static String problem(WebTestClient.ResponseSpec answer, int status) {
        return Objects.requireNonNull(answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }
}
