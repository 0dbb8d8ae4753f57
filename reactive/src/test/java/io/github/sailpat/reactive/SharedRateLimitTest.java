package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.SandboxOptions;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The tenant counts by client id and version, so clients that share both share one limiter, if they are not told. */
class SharedRateLimitTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant = SandboxTenant.start(SandboxOptions.Builder::rateLimitOff);
    private final TestClient first = TestClient.of(tenant);

    @BeforeEach
    void useTheWholeLimit() {
        Flux<Void> calls = Flux.range(0, 100).flatMap(i -> first.tokens().list().then());
        StepVerifier.create(calls).expectComplete().verify(SOON);
    }

    @AfterEach
    void close() {
        first.close();
        tenant.close();
    }

    private Mono<Void> callOf(UnaryOperator<SailPointClient.Builder> customizer) {
        return Mono.using(
                () -> TestClient.of(tenant, b -> customizer.apply(b.deadline(Duration.ofSeconds(2)))),
                client -> client.tokens().list().then(),
                client -> client.client().dispose());
    }

    @Test
    void clientOfTheSameIdAndVersionWaitsForAPermit() {
        StepVerifier.create(callOf(b -> b))
                .expectErrorSatisfies(e ->
                        assertThat(((DeadlineExceededException) e).getPhase()).isEqualTo(CallPhase.RATE_LIMIT))
                .verify(SOON);
    }

    @Test
    void anotherVersionAndALimiterOfItsOwnDoNot() {
        StepVerifier.create(callOf(b -> b.apiVersion(ApiVersion.V2025)))
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(callOf(b -> b.rateLimiter(RateLimiter.slidingWindow(100, Duration.ofSeconds(10)))))
                .expectComplete()
                .verify(SOON);
    }
}
