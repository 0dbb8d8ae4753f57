package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** A gateway sends the request of a create twice, and the client gets the response to the second one. */
class RepeatedRequestTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String DUPLICATE = "{\"detailCode\":\"400.1.409 Duplicate\",\"messages\":[]}";
    private static final Fault REPEATED = Fault.on(Operation.CREATE).times(1).statusAfterApplying(400, DUPLICATE);
    private static final Fault REFUSED = Fault.on(Operation.CREATE).times(1).status(400, DUPLICATE);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokensPerOwner(100));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private String idOf(String name) {
        return tenant.getLedger().findByName(name).get(0).id();
    }

    @Test
    void theTokenIsReportedWithItsIdAndAHintAtTheGateway() {
        tenant.getFaults().add(REPEATED);

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectErrorSatisfies(error -> {
                    assertThat(error)
                            .isInstanceOf(SecretLostException.class)
                            .hasMessageContaining("a gateway or a service mesh has repeated the request")
                            .hasCauseInstanceOf(BadRequestException.class);
                    assertThat(((SecretLostException) error).getId()).isEqualTo(idOf("ci"));
                })
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
        assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(1);
    }

    /** By code, by status, or in the words of a message. */
    @ParameterizedTest
    @CsvSource({
        "400, '{\"detailCode\":\"400.1.409 Duplicate\"}'",
        "400, '{\"detailCode\":\"400.1 Bad request content\",\"messages\":[{\"text\":\"The name already exists.\"}]}'",
        "400, '{\"error\":\"name must be unique\"}'",
        "409, '{\"detailCode\":\"409 Conflict\"}'",
        "409, ''"
    })
    void theRefusalIsRecognized(int status, String body) {
        tenant.getFaults().add(Fault.on(Operation.CREATE).times(1).statusAfterApplying(status, body));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectError(SecretLostException.class)
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
    }

    /** The refusal is the tenant's own: the token exists when the request that the client waits for arrives. */
    @Test
    void theTokenOfTheFirstOfTwoRequestsIsFound() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).matching(request -> {
            tenant.addToken("ci");
            return false;
        }));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectErrorSatisfies(error -> {
                    assertThat(error)
                            .isInstanceOf(SecretLostException.class)
                            .hasMessageContaining("400.1.409 Duplicate");
                    assertThat(((SecretLostException) error).getId()).isEqualTo(idOf("ci"));
                })
                .verify(SOON);
    }

    @ParameterizedTest
    @EnumSource(names = {"MILLIS", "SECONDS"})
    void aTenantWithoutADateHasTheTimeOfThisMachine(ChronoUnit precision) {
        AtomicReference<Instant> created = new AtomicReference<>(Instant.EPOCH);
        try (RawServer server = RawServer.start((request, connection) -> {
                    if (request.startsWith("POST /oauth/token")) {
                        RawServer.tenant(request, connection);
                    } else if (request.startsWith("POST")) {
                        created.set(Instant.now().plusMillis(1).truncatedTo(precision));
                        RawServer.write(connection, RawTenant.json(400, DUPLICATE));
                    } else {
                        RawServer.write(
                                connection,
                                RawTenant.json(
                                        200, "[{\"id\":\"2c91\",\"name\":\"ci\",\"created\":\"" + created + "\"}]"));
                    }
                });
                TestClient raw = RawTenant.client(server)) {
            StepVerifier.create(raw.tokens().create(r -> r.name("ci")))
                    .expectErrorSatisfies(error ->
                            assertThat(((SecretLostException) error).getId()).isEqualTo("2c91"))
                    .verify(SOON);
        }
    }

    @Test
    void aRefusalForAnotherReasonCostsNoList() {
        tenant.getFaults()
                .add(Fault.on(Operation.CREATE)
                        .status(400, "{\"detailCode\":\"400.1\",\"messages\":[{\"text\":\"name is too long\"}]}"));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectError(BadRequestException.class)
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.LIST)).isZero();
    }

    @Test
    void aBulkJobCountsTheSecretAsLost() {
        tenant.getFaults().add(REPEATED);
        List<BulkOutcome<CreatePersonalAccessTokenRequest, ?>> outcomes = List.copyOf(Outcomes.of(client.tokens()
                .createAll(
                        Flux.just(CreatePersonalAccessTokenRequest.create(r -> r.name("ci"))),
                        BulkOptions.standard())));

        assertThat(outcomes).singleElement().isInstanceOf(SecretLost.class);
    }

    @Test
    void aRotationReplacesTheLostSuccessor() {
        String old = tenant.addToken("old").id();
        Vault vault = new Vault();
        tenant.getFaults().add(REPEATED);

        StepVerifier.create(client.tokens().rotate(old, RotationOptions.create(o -> o.handOver(vault::store))))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(2);
        assertThat(tenant.getLedger().getDeletedIds()).hasSize(2).contains(old);
    }

    @Test
    void aNameThatWasInUseBeforeIsRejected() {
        tenant.addToken("ci", token -> token.withCreated(Instant.now().minus(Duration.ofHours(1))));
        tenant.getFaults().add(REFUSED);

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectError(BadRequestException.class)
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
    }

    @Test
    void aTokenOfTheSameClientIsNotTakenForIt() {
        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        tenant.getFaults().add(REFUSED);

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectError(BadRequestException.class)
                .verify(SOON);
    }

    @Test
    void theRefusalSurfacesIfTheListFails() {
        tenant.getFaults().add(REPEATED);
        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(403, null));

        StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(BadRequestException.class)
                        .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty()))
                .verify(SOON);
    }

    @Test
    void noTokenIsDeletedWhereLostOnesAreReplaced() {
        tenant.getFaults().add(REPEATED);
        try (TestClient replacing =
                TestClient.of(tenant, b -> TestClient.unlimited(b).replaceLostTokens(true))) {
            StepVerifier.create(replacing.tokens().create(r -> r.name("ci")))
                    .expectError(SecretLostException.class)
                    .verify(SOON);
        }
        assertThat(tenant.getLedger().getDeletedIds()).isEmpty();
    }
}
