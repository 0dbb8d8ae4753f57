package io.github.sailpat.reactive;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every operation, cancelled by another thread while it is being subscribed to. */
class CancelWhileSubscribingTest {
    private static final int ROUNDS = Soak.size(60, 20_000);
    private static final int CONNECTIONS = 2;
    private static final int PERMITS = 40;
    private static final Duration OLD = Duration.ofDays(90);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Arguments operation(String name, Function<PersonalAccessTokens, Publisher<?>> call) {
        return Arguments.of(name, call);
    }

    static Stream<Arguments> operations() {
        return Stream.of(
                operation("list", PersonalAccessTokens::list),
                operation("create", t -> t.create(request())),
                operation("patch", t -> t.patch("no", p -> p.name("y"))),
                operation("delete", t -> t.delete("no")),
                operation("verify", t -> t.verify("no", Secret.of("y"))),
                operation("rotate", t -> t.rotate("no", created -> Mono.empty())),
                operation(
                        "rotateAll",
                        t -> t.rotateAll(Flux.just("no", "none"), RotationOptions.of(created -> Mono.empty()))),
                operation("createAll", t -> t.createAll(Flux.just(request()), BulkOptions.standard())),
                operation(
                        "patchAll",
                        t -> t.patchAll(Flux.just(BulkPatch.of("no", p -> p.name("y"))), BulkOptions.standard())),
                operation("deleteAll", t -> t.deleteAll(Flux.just("no", "none"), BulkOptions.standard())),
                operation("prune", t -> t.prune(PruneOptions.unusedFor(OLD))),
                operation("pruneCandidates", t -> t.pruneCandidates(PruneOptions.unusedFor(OLD))),
                operation("audit", t -> t.audit(AuditOptions.standard())));
    }

    private static CreatePersonalAccessTokenRequest request() {
        return CreatePersonalAccessTokenRequest.create(r -> r.name("c-" + NAMES.incrementAndGet()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void leavesNeitherAConnectionNorAPermit(String name, Function<PersonalAccessTokens, Publisher<?>> call)
            throws Exception {
        RateLimiter limiter = RateLimiter.slidingWindow(PERMITS, Duration.ofMillis(2));
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().tokens(3).tokensPerOwner(1_000_000));
                TestClient client = TestClient.ofCancelledCalls(tenant, limiter, CONNECTIONS)) {
            for (int round = 0; round < ROUNDS; round++) {
                cancelWhileSubscribing(call.apply(client.tokens()), round % 50 * 20);
            }
            CancelledCallsTest.assertThatAllAreLent(tenant, client, CONNECTIONS);
            CancelledCallsTest.assertThatNoPermitIsLost(limiter, PERMITS);
        }
    }

    /** The cancel comes some spins after the subscription has. */
    private static void cancelWhileSubscribing(Publisher<?> call, int spins) throws InterruptedException {
        AtomicReference<Subscription> subscription = new AtomicReference<>();
        CountDownLatch ready = new CountDownLatch(1);
        Thread canceller = RawServer.daemon(() -> {
            ready.countDown();
            while (subscription.get() == null) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            subscription.get().cancel();
        });
        ready.await(20, TimeUnit.SECONDS);
        call.subscribe(new BaseSubscriber<Object>() {
            @Override
            protected void hookOnSubscribe(Subscription given) {
                subscription.set(given);
                given.request(Long.MAX_VALUE);
            }

            @Override
            protected void hookOnError(Throwable error) {
                // The cancel came too late.
            }
        });
        canceller.join(TimeUnit.SECONDS.toMillis(20));
    }
}
