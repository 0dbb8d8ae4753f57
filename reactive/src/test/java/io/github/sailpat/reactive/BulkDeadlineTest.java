package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static io.github.sailpat.reactive.Outcomes.assertOneEach;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkOutcome.Rejected;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.BulkOutcome.Unknown;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class BulkDeadlineTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0));

    @AfterEach
    void close() {
        tenant.close();
    }

    /** A client that has its access token: the first one of a process may take longer than these deadlines. */
    private TestClient authorized(UnaryOperator<SailPointClient.Builder> customizer) {
        TestClient client = TestClient.of(tenant, customizer);
        client.tokens().list().blockLast(SOON);
        return client;
    }

    @Test
    void waitForAPermitDoesNotCount() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(204, null));
        try (TestClient client = authorized(b -> b.rateLimiter(RateLimiter.slidingWindow(5, Duration.ofSeconds(1))))) {
            var outcomes = Outcomes.of(client.tokens()
                    .deleteAll(
                            Flux.range(0, 20),
                            BulkOptions.create(
                                    b -> b.deadline(Duration.ofMillis(400)).concurrency(20)),
                            i -> "id-" + i));

            assertOneEach(outcomes, 20);
            assertThat(outcomes).allMatch(Succeeded.class::isInstance);
        }
    }

    @Test
    void waitForRetryAfterDoesNotCount() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).times(2).status(429, null, "Retry-After", "1"));
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(204, null));
        try (TestClient client = authorized(UnaryOperator.identity())) {
            var outcomes = Outcomes.of(client.tokens()
                    .deleteAll(
                            Flux.range(0, 20),
                            BulkOptions.create(b -> b.deadline(Duration.ofMillis(400))),
                            i -> "id-" + i));

            assertOneEach(outcomes, 20);
            assertThat(outcomes).allMatch(Succeeded.class::isInstance);
        }
    }

    @Test
    void retryAfterOfAnHourIsNotWaitedFor() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(429, null, "Retry-After", "3600"));
        try (TestClient client = authorized(b -> b.rateLimiter(RateLimiter.slidingWindow(5, Duration.ofSeconds(10))))) {
            var outcomes = client.tokens()
                    .deleteAll(
                            Flux.range(0, 100),
                            BulkOptions.create(b -> b.deadline(Duration.ofMillis(400))),
                            i -> "id-" + i)
                    .collectList()
                    .block(Duration.ofSeconds(5));

            assertOneEach(outcomes, outcomes.size());
            assertThat(outcomes).allMatch(o -> o instanceof Rejected || o instanceof NotAttempted);
            assertThat(outcomes).filteredOn(Rejected.class::isInstance).hasSizeBetween(1, 5);
            assertThat(tenant.getLedger().count(Operation.DELETE)).isBetween(1L, 5L);
        }
    }

    @Test
    void deadlineOfAnItemStartsAfterItsWaitForAPermit() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).every(2).stall());
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(204, null));
        try (TestClient client = authorized(b -> b.rateLimiter(RateLimiter.slidingWindow(2, Duration.ofSeconds(1))))) {
            var outcomes = client.tokens()
                    .deleteAll(
                            Flux.range(0, 6),
                            BulkOptions.create(
                                    b -> b.deadline(Duration.ofMillis(500)).concurrency(6)),
                            i -> "id-" + i)
                    .collectList()
                    .block(SOON);

            assertOneEach(outcomes, 6);
            assertThat(outcomes).filteredOn(Succeeded.class::isInstance).hasSize(3);
            assertThat(outcomes)
                    .filteredOn(Unknown.class::isInstance)
                    .hasSize(3)
                    .allSatisfy(o -> assertThat(o.getError())
                            .isInstanceOfSatisfying(
                                    DeadlineExceededException.class,
                                    e -> assertThat(e.getDeadline()).isEqualTo(Duration.ofMillis(500))));
        }
    }

    @Test
    void deadlineBeforeTheRequestWasSentIsRejected() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().stall());
        try (TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            var outcome = client.tokens()
                    .deleteAll(Flux.just("x"), BulkOptions.create(b -> b.deadline(Duration.ofMillis(200))))
                    .blockLast(SOON);

            assertThat(outcome).isInstanceOf(Rejected.class);
            assertThat(outcome.getError()).isInstanceOf(DeadlineExceededException.class);
        }
    }
}
