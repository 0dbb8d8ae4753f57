package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static io.github.sailpat.reactive.Outcomes.assertOneEach;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkOutcome.Rejected;
import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a job does when the trouble is not that of one item. */
class BulkItemTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(1_000));

    @AfterEach
    void close() {
        tenant.close();
    }

    private static Flux<CreatePersonalAccessTokenRequest> requests(String... names) {
        return Flux.just(names).map(name -> CreatePersonalAccessTokenRequest.create(r -> r.name(name)));
    }

    @Test
    void itemThatIsThrottledAfterTheStopIsNotSentAgain() {
        try (SandboxTenant slow = SandboxTenant.start(o -> o.rateLimitOff().latency(Duration.ofMillis(600)));
                TestClient client = TestClient.of(slow, TestClient::unlimited)) {
            slow.getFaults().add(Fault.on(Operation.DELETE).always().status(429, null, "Retry-After", "1"));
            BulkJob<Integer, String> job = client.tokens()
                    .deleteAll(Flux.range(0, 100), BulkOptions.create(b -> b.concurrency(8)), i -> "id-" + i);
            Disposable stop = Mono.delay(Duration.ofMillis(900)).subscribe(tick -> job.stop());

            var outcomes = Outcomes.of(job);

            assertThat(stop.isDisposed()).isTrue();
            assertOneEach(outcomes, 8);
            assertThat(outcomes).allSatisfy(o -> {
                assertThat(o).isInstanceOf(NotAttempted.class);
                assertThat(o.getError()).isInstanceOf(RateLimitedException.class);
            });
            assertThat(slow.getLedger().count(Operation.DELETE)).isEqualTo(8);
        }
    }

    @Test
    void tooLongRetryAfterStopsTheJob() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).times(1).status(429, null, "Retry-After", "3600"));
        try (TestClient client = TestClient.of(tenant)) {
            var outcomes = client.tokens()
                    .deleteAll(Flux.range(0, 1_000), BulkOptions.create(b -> b.concurrency(1)), i -> "id-" + i)
                    .collectList()
                    .block(Duration.ofSeconds(5));

            assertThat(outcomes).singleElement().isInstanceOf(Rejected.class);
            assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tokenOfAnotherItemIsNotTakenForTheAmbiguousOne(boolean replace) {
        tenant.getFaults().add(Fault.on(Operation.CREATE).every(2).resetBeforeRead());
        try (TestClient client =
                TestClient.of(tenant, b -> TestClient.unlimited(b).replaceLostTokens(replace))) {
            var outcomes = Outcomes.of(
                    client.tokens().createAll(requests("same", "same"), BulkOptions.create(b -> b.concurrency(1))));

            assertThat(outcomes.get(0))
                    .isInstanceOfSatisfying(
                            Succeeded.class,
                            first -> assertThat(tenant.getLedger().findByName("same"))
                                    .singleElement()
                                    .satisfies(token -> assertThat(token.id())
                                            .isEqualTo(((CreatedPersonalAccessToken) first.getResult()).getId())));
            assertThat(outcomes.get(1)).isInstanceOf(Rejected.class);
            assertThat(outcomes.get(1).getError()).isInstanceOf(BadRequestException.class);
            assertThat(tenant.getLedger().getDeletedIds()).isEmpty();
        }
    }

    @Test
    void temporaryFailureOfTheTokenEndpointFailsNoItem() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).times(4).status(503, null));
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(204, null));
        try (TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            var outcomes =
                    Outcomes.of(client.tokens().deleteAll(Flux.range(0, 100), BulkOptions.standard(), i -> "id-" + i));

            assertOneEach(outcomes, 100);
            assertThat(outcomes).allMatch(Succeeded.class::isInstance);
            assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(5);
        }
    }

    @Test
    void waitForAPermitOfAReconciliationDoesNotCount() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().resetAfterApplying());
        try (TestClient client =
                TestClient.of(tenant, b -> b.rateLimiter(RateLimiter.slidingWindow(3, Duration.ofSeconds(1))))) {
            var outcomes = Outcomes.of(client.tokens()
                    .createAll(
                            requests("a", "b", "c", "d", "e", "f"),
                            BulkOptions.create(b -> b.deadline(Duration.ofMillis(900)))));

            assertOneEach(outcomes, 6);
            assertThat(outcomes).allMatch(SecretLost.class::isInstance);
        }
    }

    @Test
    void jobCompletesWhateverAFunctionThrows() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(204, null));
        List<Throwable> thrown = List.of(new StackOverflowError(), new NoClassDefFoundError(), new AssertionError());
        try (TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            var outcomes = Outcomes.of(client.tokens().deleteAll(Flux.range(0, 10), BulkOptions.standard(), i -> {
                if (i < thrown.size()) {
                    throw (Error) thrown.get(i);
                }
                return "id-" + i;
            }));

            assertOneEach(outcomes, 10);
            assertThat(outcomes)
                    .filteredOn(Rejected.class::isInstance)
                    .extracting(BulkOutcome::getError)
                    .containsExactlyInAnyOrderElementsOf(thrown);
        }
    }

    @Test
    void exceptionOfAHandlerLosesNoOtherSecret() {
        List<String> seen = new ArrayList<>();
        try (TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> job = client.tokens()
                    .createAll(
                            requests("a", "b", "c"),
                            BulkOptions.create(b -> b.onUndeliveredSecret(token -> {
                                seen.add(token.getName());
                                throw new AssertionError("no vault");
                            })));
            // Without demand, and then cancelled.
            Disposable subscription = job.subscribeWith(new reactor.core.publisher.BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}
            });
            Flux.interval(Duration.ofMillis(10))
                    .takeUntil(tick -> job.getProgress().getOutcomes() == 3)
                    .blockLast(SOON);

            subscription.dispose();

            assertThat(seen).containsExactlyInAnyOrder("a", "b", "c");
        }
    }
}
