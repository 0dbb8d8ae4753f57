package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Ambiguous creates: no duplicate, and no created token that is not reported. */
class CreateReconcilerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Fault CREATE = Fault.on(Operation.CREATE).times(1);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokensPerOwner(1_000));
    private final TestClient client =
            TestClient.of(tenant, b -> TestClient.unlimited(b).responseTimeout(Duration.ofSeconds(1)));

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    static Stream<Named<Fault>> applied() {
        return Stream.of(
                Named.of("reset after it was applied", CREATE.resetAfterApplying()),
                Named.of("closed after it was applied", CREATE.closeAfterApplying()),
                Named.of("reset after the head", CREATE.resetAfterHeaders()),
                Named.of("500 after it was applied", CREATE.statusAfterApplying(500, null)),
                Named.of("502 of a proxy after it was applied", CREATE.statusAfterApplying(502, "<html>Bad</html>")),
                Named.of("silence after it was applied", CREATE.stallAfterApplying()),
                Named.of("cut off", CREATE.truncateBody(10)),
                Named.of("reset in the body", CREATE.resetInBody(10)),
                Named.of("stalled in the body", CREATE.stallInBody(10)),
                Named.of("HTML with status 200", CREATE.body("<html>", "text/html")),
                Named.of("408 after it was applied", CREATE.statusAfterApplying(408, null)),
                Named.of("no secret", CREATE.body("{\"id\":\"x\"}", "application/json")));
    }

    @ParameterizedTest
    @MethodSource("applied")
    void lostSecretIsReportedWithTheId(Fault fault) {
        tenant.getFaults().add(fault);

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectErrorSatisfies(e -> {
                    assertThat(e).isInstanceOf(SecretLostException.class);
                    assertThat(((SecretLostException) e).getId())
                            .isEqualTo(
                                    tenant.getLedger().findByName("ci").get(0).id());
                })
                .verify(SOON);
        assertThat(tenant.getLedger().findByName("ci")).hasSize(1);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
    }

    static Stream<Named<Fault>> notApplied() {
        return Stream.of(
                Named.of("reset before it was read", CREATE.resetBeforeRead()),
                Named.of("reset after it was read", CREATE.resetAfterRead()),
                Named.of("closed before it was read", CREATE.closeBeforeRead()),
                Named.of("closed after it was read", CREATE.closeAfterRead()),
                Named.of("500", CREATE.status(500, null)),
                Named.of("503 with Retry-After", CREATE.status(503, null, "Retry-After", "1")),
                Named.of("429", CREATE.status(429, null, "Retry-After", "1")),
                Named.of("401", CREATE.status(401, null)),
                Named.of("silence", CREATE.stall()));
    }

    @ParameterizedTest
    @MethodSource("notApplied")
    void createThatWasNotAppliedIsRetried(Fault fault) {
        tenant.getFaults().add(fault);

        CreatedPersonalAccessToken created =
                client.tokens().create(r -> r.name("ci")).block(SOON);

        assertThat(tenant.getLedger().findByName("ci"))
                .singleElement()
                .satisfies(t ->
                        assertThat(t.secret()).isEqualTo(created.getSecret().reveal()));
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(2);
    }

    @Test
    void truncationAtAnyByteGivesTheSecretOrTheIdAndNoDuplicate() {
        CreatedPersonalAccessToken whole =
                client.tokens().create(r -> r.name("measure")).block(SOON);
        int given = 0;
        for (int bytes = 0; bytes < 420; bytes += 7) {
            String name = "cut-" + bytes;
            tenant.getFaults().add(CREATE.truncateBody(bytes));
            try {
                CreatedPersonalAccessToken created =
                        client.tokens().create(r -> r.name(name)).block(SOON);
                assertThat(tenant.getLedger().findById(created.getId()).secret())
                        .isEqualTo(created.getSecret().reveal());
                given++;
            } catch (SecretLostException lost) {
                assertThat(tenant.getLedger().findByName(name).get(0).id()).isEqualTo(lost.getId());
            }
            assertThat(tenant.getLedger().findByName(name)).hasSize(1);
            tenant.getFaults().clear();
        }
        assertThat(whole.getSecret().reveal()).hasSize(64);
        assertThat(given).as("secrets that had arrived").isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'a','secret':'s','scope':'x','name':null,'owner':7,'created':'?','expirationDate':null}",
                "{'secret':'s','id':'a'}",
            })
    void unexpectedFieldInTheResponseIsASuccess(String body) {
        tenant.getFaults().add(CREATE.body(body.replace('\'', '"'), "text/plain"));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .assertNext(created -> {
                    assertThat(created.getId()).isEqualTo("a");
                    assertThat(created.getSecret().reveal()).isEqualTo("s");
                })
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void aSuccessWithAnyStatusFrom200IsASuccess() {
        tenant.getFaults()
                .add(CREATE.statusAfterApplying(
                        201,
                        "{\"id\":\"a\",\"secret\":\"s\"}",
                        "Content-Type",
                        "application/json",
                        "Retry-After",
                        "60"));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectNextMatches(created -> created.getId().equals("a"))
                .expectComplete()
                .verify(Duration.ofSeconds(5));
    }

    @Test
    void unreadableOtherTokenDoesNotHideTheCreatedOne() {
        tenant.getFaults().add(CREATE.resetAfterApplying());
        tenant.getFaults().add(ownTokens("{'id':7,'name':null,'created':{}},{},{'id':'x','name':'ci','created':'%s'}"));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                SecretLostException.class,
                                lost -> assertThat(lost.getId()).isEqualTo("x")))
                .verify(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':7,'name':'ci','created':'%s'}", "{'id':'x','name':'ci','created':'soon'}"})
    void implausibleTokenOfTheNameIsUnknown(String token) {
        tenant.getFaults().add(CREATE.resetAfterApplying());
        tenant.getFaults().add(ownTokens(token));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectError(OutcomeUnknownException.class)
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
    }

    private static Fault ownTokens(String tokens) {
        String json =
                "[" + tokens.replace('\'', '"').replace("%s", Instant.now().toString()) + "]";
        return Fault.on(Operation.LIST).always().body(json, "application/json");
    }

    /** The repeat cannot make a second one: the tenant refuses the name. */
    @Test
    void unreadableElementIsSkippedAndARefusedRetryIsUnknown() {
        tenant.getFaults().add(CREATE.resetAfterApplying());
        tenant.getFaults().add(ownTokens("7,null"));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectError(OutcomeUnknownException.class)
                .verify(SOON);
        assertThat(tenant.getLedger().findByName("ci")).hasSize(1);
    }

    @Test
    void failedListIsUnknown() {
        tenant.getFaults().add(CREATE.resetAfterApplying());
        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(403, null));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                OutcomeUnknownException.class,
                                unknown -> assertThat(unknown.getName()).isEqualTo("ci"))
                        .hasMessageContaining("it is not known whether the token named")
                        .hasMessageContaining("; the lookup by name failed too: ")
                        .hasMessageContaining("403"))
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
    }

    @Test
    void secretThatArrivedIsEmittedAtTheDeadline() {
        try (TestClient hasty =
                TestClient.of(tenant, b -> TestClient.unlimited(b).deadline(Duration.ofMillis(700)))) {
            tenant.getFaults().add(CREATE.stallInBody(200));

            StepVerifier.create(hasty.tokens().create(r -> r.name("a")))
                    .assertNext(created -> assertThat(created.getSecret().reveal())
                            .isEqualTo(tenant.getLedger().findByName("a").get(0).secret()))
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Test
    void responseTimeoutIsReconciledWithinAShortDeadline() {
        try (TestClient hasty =
                TestClient.of(tenant, b -> TestClient.unlimited(b).deadline(Duration.ofSeconds(3)))) {
            tenant.getFaults().add(CREATE.stallAfterApplying());

            StepVerifier.create(hasty.tokens().create(r -> r.name("ci")))
                    .expectErrorSatisfies(e -> assertThat(((SecretLostException) e).getId())
                            .isEqualTo(
                                    tenant.getLedger().findByName("ci").get(0).id()))
                    .verify(SOON);
        }
    }

    @Test
    void olderTokenOfTheNameMeansNotApplied() {
        tenant.addToken(
                "ci",
                t -> t.withOwner(tenant.getOwnerId(), "me")
                        .withCreated(Instant.now().minusSeconds(60)));
        tenant.getFaults().add(CREATE.status(500, null));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectError(BadRequestException.class)
                .verify(SOON);
        assertThat(tenant.getLedger().findByName("ci")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CI deploy", "ci  deploy", "ci deploy "})
    void similarNameIsUnknown(String stored) {
        tenant.getFaults().add(CREATE.resetAfterApplying());
        tenant.getFaults().add(ownTokens("{'id':'x','name':'" + stored + "','created':'%s'}"));

        StepVerifier.create(client.tokens().create(r -> r.name("ci deploy")))
                .expectError(OutcomeUnknownException.class)
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
    }

    @Test
    void refusedRetryWithoutATokenInTheListIsUnknown() {
        tenant.getFaults().add(CREATE.resetAfterApplying());
        tenant.getFaults().add(ownTokens(""));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasCauseInstanceOf(BadRequestException.class))
                .verify(SOON);
        assertThat(tenant.getLedger().findByName("ci")).hasSize(1);
    }

    @Test
    void hardlyOlderTokenIsUnknown() {
        tenant.addToken(
                "ci",
                t -> t.withOwner(tenant.getOwnerId(), "me")
                        .withCreated(Instant.now().minusSeconds(20)));
        tenant.getFaults().add(CREATE.status(500, null));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectError(OutcomeUnknownException.class)
                .verify(SOON);
    }

    /** The support of the tenant asks for its tracking id, whatever the call did afterwards. */
    @Test
    void deadlineDuringTheReconciliationEmitsTheFirstError() {
        tenant.getFaults().add(CREATE.status(500, null));
        tenant.getFaults().add(Fault.on(Operation.LIST).always().stall());
        try (TestClient hasty = TestClient.of(tenant, b -> b.deadline(Duration.ofSeconds(2)))) {
            StepVerifier.create(hasty.tokens().create(r -> r.name("ci")))
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(OutcomeUnknownException.class)
                            .hasRootCauseInstanceOf(ServerErrorException.class))
                    .verify(SOON);
        }
    }

    @Test
    void newestOfSeveralTokensOfTheNameCounts() {
        tenant.getFaults().add(CREATE.resetAfterApplying());
        tenant.getFaults()
                .add(ownTokens("{'id':'old','name':'ci','created':'2020-01-01T00:00:00Z'},"
                        + "{'id':'new','name':'ci','created':'%s'},{'id':'like','name':'CI','created':'%s'}"));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectErrorSatisfies(
                        e -> assertThat(((SecretLostException) e).getId()).isEqualTo("new"))
                .verify(SOON);
    }

    @Test
    void logsWhatWasLookedForAndFound() {
        tenant.getFaults().add(CREATE.resetAfterApplying());
        try (TraceLog log = TraceLog.start()) {
            StepVerifier.create(client.tokens().create(r -> r.name("logged")))
                    .expectError(SecretLostException.class)
                    .verify(SOON);

            String id = tenant.getLedger().findByName("logged").get(0).id();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("io.github.sailpat.reconciliation"))
                    .singleElement()
                    .asString()
                    .startsWith("DEBUG")
                    .contains("\"logged\"", "token " + id + " has the name", "its secret is lost");
        }
    }
}
