package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class BlockedFunctionsTest {
    /** As many as there are threads for functions. */
    private static final int FUNCTIONS = 256;

    @Test
    void deadlineOfAnotherCallPasses() throws Exception {
        CountDownLatch blocked = new CountDownLatch(FUNCTIONS);
        CountDownLatch release = new CountDownLatch(1);
        BulkOptions options = BulkOptions.create(o -> o.handOver(token -> Mono.fromRunnable(() -> {
                    blocked.countDown();
                    awaitUninterruptibly(release);
                }))
                .concurrency(1));
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(1_000));
                TestClient client =
                        TestClient.of(tenant, b -> TestClient.unlimited(b).deadline(Duration.ofSeconds(4)))) {
            Disposable jobs = Flux.range(0, FUNCTIONS)
                    .flatMap(
                            i -> client.tokens()
                                    .createAll(
                                            Mono.just(CreatePersonalAccessTokenRequest.create(r -> r.name("t-" + i))),
                                            options),
                            FUNCTIONS)
                    .subscribe();
            assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
            tenant.getFaults().add(Fault.on(Operation.PATCH).stall());

            StepVerifier.create(client.tokens().patch("no", p -> p.name("x")))
                    .expectError(DeadlineExceededException.class)
                    .verify(Duration.ofSeconds(15));
            release.countDown();
            jobs.dispose();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
