package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Cancels at random times: while a call waits, is sent, receives its response, or is retried. */
class OperationObservationTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CALLS = Integer.getInteger("sailpat.observedCalls", 600);

    @Test
    void everyObservationIsStoppedOnceInEveryRaceWithCancel() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Long> cancelAfter = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            // Some are left alone.
            cancelAfter.add(i % 20 < 2 ? 20_000_000L + i : random.nextInt(1 + random.nextInt(60_000)));
        }
        Observed observed = Observed.nothingYet();
        RateLimiter limiter = RateLimiter.slidingWindow(50, Duration.ofMillis(20));
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.tokens(5).rateLimitOff().latency(Duration.ofMillis(1)));
                TestClient client = observed.client(
                        tenant,
                        b -> b.rateLimiter(limiter)
                                .retryPolicy(RetryPolicy.standard()
                                        .withBackoff(Duration.ofMillis(1), Duration.ofMillis(4))
                                        .withBudget(10_000)))) {
            tenant.getFaults().add(Fault.on(Operation.LIST).every(3).status(503, null));
            tenant.getFaults().add(Fault.on(Operation.LIST).every(7).resetAfterRead());
            tenant.getFaults().add(Fault.on(Operation.DELETE).every(97).status(429, null, "Retry-After", "0"));

            client.tokens().list().onErrorComplete().blockLast(SOON);
            Flux.fromIterable(cancelAfter)
                    .flatMap(micros -> call(client.tokens(), micros), 32)
                    .blockLast(SOON);

            assertThat(Observed.soon(() -> observed.spans().allEnded()))
                    .as("seed %d", seed)
                    .isTrue();
            assertThat(observed.spans().all()).as("seed %d", seed).isNotEmpty().allMatch(span -> span.ends.get() == 1);
            assertThat(observed.spans().named("sailpat.operation")).hasSize(1 + CALLS);
            assertThat(observed.gauge("sailpat.rate.waiting"))
                    .as("seed %d", seed)
                    .isZero();
            List<String> outcomes = observed.spans().named("sailpat.operation").stream()
                    .map(span -> span.key("outcome"))
                    .distinct()
                    .toList();
            assertThat(outcomes).contains("success", "error", "cancelled");
        }
    }

    private static Mono<Void> call(PersonalAccessTokens tokens, long micros) {
        Mono<Void> call = micros % 2 == 0 ? tokens.list().then() : tokens.delete("nobody-" + micros);
        return call.takeUntilOther(Mono.delay(Duration.ofNanos(micros * 1000))).onErrorComplete();
    }
}
