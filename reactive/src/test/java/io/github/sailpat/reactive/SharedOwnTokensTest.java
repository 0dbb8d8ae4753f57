package io.github.sailpat.reactive;

import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The list that ambiguous creates share. */
class SharedOwnTokensTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ROUNDS = Soak.size(4, 400);
    private static final int CONNECTIONS = 4;
    private static final int PERMITS = 40;
    private static final Duration WINDOW = Duration.ofMillis(20);

    /** Before it is sent, while it waits for a permit or is read, and after it. */
    @Test
    void cancelsAtAnyMomentLeaveNeitherAConnectionNorAPermit() {
        Random random = new Random(5);
        AtomicInteger names = new AtomicInteger();
        RateLimiter limiter = RateLimiter.slidingWindow(PERMITS, WINDOW);
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().tokens(20).tokensPerOwner(1_000_000));
                TestClient client = TestClient.ofCancelledCalls(tenant, limiter, CONNECTIONS)) {
            for (int round = 0; round < ROUNDS; round++) {
                tenant.getFaults().add(Fault.on(Operation.CREATE).times(6).resetAfterApplying());
                Flux.range(0, 6)
                        .flatMap(i -> client.tokens()
                                .create(r -> r.name("n" + names.incrementAndGet()))
                                .take(Duration.ofMillis(280 + random.nextInt(120)))
                                .onErrorComplete())
                        .blockLast(SOON);
                tenant.getFaults().clear();
            }
            CancelledCallsTest.assertThatAllAreLent(tenant, client, CONNECTIONS);
            CancelledCallsTest.assertThatNoPermitIsLost(limiter, PERMITS);
        }
    }
}
