package io.github.sailpat.reactive;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.micrometer.DefaultOperationConvention;
import io.github.sailpat.reactive.micrometer.MicrometerObserver;
import io.github.sailpat.reactive.micrometer.OperationContext;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class MicrometerObserverTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void anOperationAndItsAttemptAreObserved() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(3));
                TestClient client = observed.client(tenant, b -> b.apiVersion(ApiVersion.V2025))) {
            client.tokens().list().blockLast(SOON);

            assertThat(observed.registry())
                    .hasObservationWithNameEqualTo("sailpat.operation")
                    .that()
                    .hasBeenStarted()
                    .hasBeenStopped()
                    .hasContextualNameEqualTo("listPersonalAccessTokens")
                    .hasLowCardinalityKeyValue("operation", "listPersonalAccessTokens")
                    .hasLowCardinalityKeyValue("api.version", "v2025")
                    .hasLowCardinalityKeyValue("client", "sailpat")
                    .hasLowCardinalityKeyValue("attempts", "1")
                    .hasLowCardinalityKeyValue("outcome", "success")
                    .hasLowCardinalityKeyValue("error.type", "none");
            assertThat(observed.registry())
                    .hasObservationWithNameEqualTo("sailpat.attempt")
                    .that()
                    .hasBeenStarted()
                    .hasBeenStopped()
                    .hasContextualNameEqualTo("GET /v2025/personal-access-tokens")
                    .hasLowCardinalityKeyValue("http.request.method", "GET")
                    .hasLowCardinalityKeyValue("url.template", "/v2025/personal-access-tokens")
                    .hasLowCardinalityKeyValue("http.response.status_code", "200")
                    .hasLowCardinalityKeyValue("outcome", "success");
        }
    }

    @Test
    void theParentIsTheSubscribersAndTheAttemptsIsTheOperation() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            observed.listWithin(client);

            Spans.Span operation = only(observed.spans().named("sailpat.operation"));
            Spans.Span attempt = only(observed.spans().named("sailpat.attempt"));
            assertThat(operation.parent).isSameAs(only(observed.spans().named("outer")));
            assertThat(attempt.parent).isSameAs(operation);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstAttemptIsWithinTheOperationWhateverTheThreadsSpanIs(boolean hooks) {
        Observed observed = Observed.nothingYet();
        ObservationThreadLocalAccessor accessor = ObservationThreadLocalAccessor.getInstance();
        ObservationRegistry before = accessor.getObservationRegistry();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            accessor.setObservationRegistry(observed.registry());
            if (hooks) {
                Hooks.enableAutomaticContextPropagation();
            }
            observed.listInScope(client);

            Spans.Span operation = only(observed.spans().named("sailpat.operation"));
            assertThat(operation.parent).isSameAs(only(observed.spans().named("outer")));
            assertThat(only(observed.spans().named("sailpat.attempt")).parent).isSameAs(operation);
        } finally {
            Hooks.disableAutomaticContextPropagation();
            accessor.setObservationRegistry(before);
        }
    }

    @Test
    void theHostIsAKey() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            client.tokens().list().blockLast(SOON);

            Spans.Span attempt = only(observed.spans().named("sailpat.attempt"));
            assertThat(attempt.key("server.address"))
                    .isEqualTo(tenant.getBaseUrl().getHost());
            assertThat(attempt.key("server.port"))
                    .isEqualTo(Integer.toString(tenant.getBaseUrl().getPort()));
        }
    }

    @Test
    void whatTheSubscriberSeesOfTheContextIsItsOwn() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            StepVerifier.create(client.tokens()
                            .list()
                            .then(Mono.deferContextual(context -> Mono.just(context.size())))
                            .contextWrite(context -> context.put("mine", true)))
                    .expectNext(1)
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Test
    void everyAttemptIsObservedAndTheOperationOnce() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.LIST).times(1).status(503, null));
            client.tokens().list().blockLast(SOON);

            Spans.Span operation = only(observed.spans().named("sailpat.operation"));
            List<Spans.Span> attempts = observed.spans().named("sailpat.attempt");
            assertThat(operation.key("attempts")).isEqualTo("2");
            assertThat(operation.key("outcome")).isEqualTo("success");
            assertThat(attempts)
                    .extracting(a -> a.key("http.response.status_code"))
                    .containsExactly("503", "200");
            assertThat(attempts).extracting(a -> a.key("error.type")).containsExactly("ServerErrorException", "none");
            assertThat(attempts).allMatch(a -> a.parent == operation && a.ends.get() == 1);
            assertThat(operation.ends).hasValue(1);
        }
    }

    @Test
    void attemptWithoutAResponseHasNoStatus() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.LIST).times(1).status(503, null));
            tenant.getFaults().add(Fault.on(Operation.LIST).times(1).resetAfterRead());
            client.tokens().list().blockLast(SOON);

            assertThat(observed.spans().named("sailpat.attempt"))
                    .extracting(a -> a.key("http.response.status_code"))
                    .containsExactly("503", "none", "200");
        }
    }

    @Test
    void anErrorIsTheOperationsAndTheAttempts() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            tenant.getFaults()
                    .add(Fault.on(Operation.LIST).status(400, "{\"trackingId\":\"e7eab60924f64aa284175b9fa3309599\"}"));
            StepVerifier.create(client.tokens().list())
                    .expectError(BadRequestException.class)
                    .verify(SOON);

            Spans.Span operation = only(observed.spans().named("sailpat.operation"));
            Spans.Span attempt = only(observed.spans().named("sailpat.attempt"));
            assertThat(operation.key("error.type")).isEqualTo("BadRequestException");
            assertThat(attempt.key("tracking.id")).isEqualTo("e7eab60924f64aa284175b9fa3309599");
            assertThat(operation.context.getError()).isInstanceOf(BadRequestException.class);
            assertThat(attempt.context.getError()).isInstanceOf(BadRequestException.class);
        }
    }

    @Test
    void aTrackingIdThatLooksLikeSomethingElseIsNoKey() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.LIST).status(400, "{\"trackingId\":\"the token of Jane Doe\"}"));
            StepVerifier.create(client.tokens().list())
                    .expectError(BadRequestException.class)
                    .verify(SOON);

            assertThat(only(observed.spans().named("sailpat.attempt")).key("tracking.id"))
                    .isNull();
        }
    }

    @Test
    void aDeadlineIsTheOperationsErrorAndTheAttemptsCancel() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant, b -> b.deadline(Duration.ofMillis(300)))) {
            tenant.getFaults().add(Fault.on(Operation.LIST).always().stall());
            StepVerifier.create(client.tokens().list())
                    .expectError(DeadlineExceededException.class)
                    .verify(SOON);

            Spans.Span operation = only(observed.spans().named("sailpat.operation"));
            Spans.Span attempt = only(observed.spans().named("sailpat.attempt"));
            assertThat(operation.key("error.type")).isEqualTo("DeadlineExceededException");
            assertThat(attempt.key("outcome")).isEqualTo("cancelled");
            assertThat(attempt.key("http.response.status_code")).isEqualTo("none");
            assertThat(operation.ends).hasValue(1);
            assertThat(attempt.ends).hasValue(1);
        }
    }

    @Test
    void aListOfWhichSomeIsTakenIsEndedByTheConsumer() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.generatedTokens(100_000));
                TestClient client = observed.client(tenant)) {
            client.tokens().list().take(5).blockLast(SOON);

            assertThat(observed.spans().all())
                    .hasSize(2)
                    .allMatch(span -> "ended_by_consumer".equals(span.key("outcome")))
                    .allMatch(span -> span.ends.get() == 1);
        }
    }

    @Test
    void aListIsCancelledBeforeItsFirstElement() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.LIST).always().stall());
            Disposable list = client.tokens().list().subscribe();
            assertThat(Observed.soon(() -> tenant.getLedger().count(Operation.LIST) == 1))
                    .isTrue();
            list.dispose();

            assertThat(Observed.soon(() -> observed.spans().allEnded())).isTrue();
            assertThat(observed.spans().all()).hasSize(2).allMatch(span -> "cancelled".equals(span.key("outcome")));
        }
    }

    @Test
    void reconciliationIsAnOperationWithinTheCreate() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).times(1).resetAfterApplying());
            StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                    .expectError(SecretLostException.class)
                    .verify(SOON);

            List<Spans.Span> operations = observed.spans().named("sailpat.operation");
            assertThat(operations)
                    .extracting(o -> o.key("operation"))
                    .containsExactly("createPersonalAccessToken", "listPersonalAccessTokens");
            assertThat(operations.get(1).parent).isSameAs(operations.get(0));
            assertThat(operations.get(0).key("error.type")).isEqualTo("SecretLostException");
        }
    }

    @Test
    void noKeyHasAnIdANameOrASecret() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            PersonalAccessTokens tokens = client.tokens();
            String name = "the-name-of-it";
            String[] words = tokens.create(r -> r.name(name))
                    .flatMap(created -> tokens.patch(created.getId(), p -> p.name(name + '2'))
                            .then(tokens.list(q -> q.ownedBy(tenant.getOwnerId()))
                                    .then())
                            .then(tokens.delete(created.getId()))
                            .thenReturn(new String[] {
                                name, created.getId(), created.getSecret().reveal(), tenant.getOwnerId()
                            }))
                    .block(SOON);

            assertThat(observed.spans().named("sailpat.operation")).hasSize(4);
            for (Spans.Span span : observed.spans().all()) {
                for (KeyValue pair : span.context.getAllKeyValues()) {
                    assertThat(pair.getValue())
                            .doesNotContain(words)
                            .doesNotContain(tenant.getClientId(), tenant.getClientSecret(), "Bearer");
                }
                assertThat(span.context.getContextualName())
                        .doesNotContain(words)
                        .doesNotContain(tenant.getClientId());
            }
        }
    }

    @Test
    void namesAndKeysCanBeChanged() {
        Observed observed = Observed.nothingYet();
        MicrometerObserver observer = observed.observer()
                .withClientName("rotation")
                .withOperationConvention(new DefaultOperationConvention() {
                    @Override
                    public String getContextualName(OperationContext context) {
                        return "tokens " + context.getCall().getMethod();
                    }
                });
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = TestClient.of(tenant, b -> b.observer(observer))) {
            client.tokens().list().blockLast(SOON);

            Spans.Span operation = only(observed.spans().named("sailpat.operation"));
            assertThat(operation.context.getContextualName()).isEqualTo("tokens GET");
            assertThat(operation.key("client")).isEqualTo("rotation");
        }
    }

    @Test
    void whatIsSwitchedOffLeavesTheParentToTheAttempt() {
        Observed observed = Observed.nothingYet();
        observed.registry()
                .observationConfig()
                .observationPredicate((name, context) -> !name.equals("sailpat.operation"));
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            observed.listWithin(client);

            assertThat(observed.spans().named("sailpat.operation")).isEmpty();
            assertThat(only(observed.spans().named("sailpat.attempt")).parent)
                    .isSameAs(only(observed.spans().named("outer")));
        }
    }

    static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
