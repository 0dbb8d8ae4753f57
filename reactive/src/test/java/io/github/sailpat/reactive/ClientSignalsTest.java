package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the operations owe their subscribers by Reactive Streams. */
class ClientSignalsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(60);
    /** The time in which a call gets to its stage. */
    private static final Duration REACHED = Duration.ofMillis(150);

    /** Requests what rule 3.9 forbids. A subscriber that is no {@code CoreSubscriber} is checked by Reactor itself. */
    private static final class Violator<T> implements CoreSubscriber<T> {
        private final CompletableFuture<Throwable> error = new CompletableFuture<>();
        private final AtomicInteger elements = new AtomicInteger();
        private final long first;
        private volatile Subscription subscription;

        Violator(long first) {
            this.first = first;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(first);
        }

        @Override
        public void onNext(T element) {
            elements.incrementAndGet();
        }

        @Override
        public void onError(Throwable thrown) {
            error.complete(thrown);
        }

        @Override
        public void onComplete() {
            error.completeExceptionally(new AssertionError("completed"));
        }

        void assertError() throws Exception {
            assertThat(error.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3.9");
        }
    }

    static Stream<Arguments> stages() {
        RateLimiter paused = RateLimiter.slidingWindow(10, Duration.ofSeconds(1));
        paused.pause(Duration.ofSeconds(50));
        return Stream.of(
                stage("limiter", null, (b, t) -> credentials(b, t).rateLimiter(paused)),
                stage("access token", Fault.on(Operation.TOKEN).always().stall(), ClientSignalsTest::credentials),
                stage(
                        "own provider",
                        null,
                        (b, t) -> b.accessTokenProvider(new AccessTokenProvider() {
                            @Override
                            public Mono<AccessToken> getAccessToken() {
                                return Mono.never();
                            }

                            @Override
                            public void reject(AccessToken token) {}
                        })),
                stage("header", Fault.on(Operation.LIST).always().stall(), ClientSignalsTest::credentials),
                stage("body", Fault.on(Operation.LIST).always().stallInBody(2_000), ClientSignalsTest::credentials),
                stage("paused", null, ClientSignalsTest::credentials),
                stage(
                        "back-off",
                        Fault.on(Operation.LIST).always().status(503, "{}", "Retry-After", "30"),
                        ClientSignalsTest::credentials));
    }

    private static Arguments stage(
            String name,
            Fault fault,
            BiFunction<SailPointClient.Builder, SandboxTenant, SailPointClient.Builder> client) {
        return Arguments.of(name, fault == null ? List.of() : List.of(fault), client);
    }

    private static SailPointClient.Builder credentials(SailPointClient.Builder builder, SandboxTenant tenant) {
        return builder.clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void listErrorsByRule39AtEveryStage(
            String name,
            List<Fault> faults,
            BiFunction<SailPointClient.Builder, SandboxTenant, SailPointClient.Builder> customizer)
            throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff().tokens(50));
                TestClient client = new TestClient(SailPointClient.create(b -> customizer.apply(
                        TestClient.unlimited(b)
                                .baseUrl(tenant.getBaseUrl())
                                .deadline(LONG)
                                .responseTimeout(LONG),
                        tenant)))) {
            faults.forEach(tenant.getFaults()::add);
            Violator<Object> violator = new Violator<>(1);
            client.tokens().list().subscribe(violator);
            Mono.delay(REACHED).block(SOON);
            violator.subscription.request(-1);
            violator.assertError();
            assertThat(violator.elements.get()).isLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void everyOperationErrorsByRule39AtItsBegin(long n) throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff().tokens(5));
                TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            List<Function<PersonalAccessTokens, Publisher<?>>> operations = List.of(
                    PersonalAccessTokens::list,
                    t -> t.list(q -> q.ownedByMe()),
                    t -> t.create(r -> r.name("x")),
                    t -> t.patch("x", p -> p.name("y")),
                    t -> t.delete("x"),
                    t -> t.rotate("x", created -> Mono.empty()),
                    t -> t.deleteAll(Flux.just("x"), BulkOptions.standard()),
                    t -> t.pruneCandidates(PruneOptions.unusedFor(Duration.ofDays(30))));
            for (Function<PersonalAccessTokens, Publisher<?>> operation : operations) {
                Violator<Object> violator = new Violator<>(n);
                Flux.from(operation.apply(client.tokens())).cast(Object.class).subscribe(violator);
                violator.assertError();
            }
            assertThat(tenant.getLedger().getCreatesApplied()).isZero();
        }
    }

    @Test
    void secondSubscriptionToAJobHasAProgressOfItsOwn() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff().tokens(0));
                TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            BulkJob<String, String> job = client.tokens().deleteAll(Flux.just("x", "y"), BulkOptions.standard());
            assertThat(job.getProgress().getTaken()).isZero();
            for (int run = 0; run < 3; run++) {
                assertThat(job.count().block(SOON)).isEqualTo(2);
                assertThat(job.getProgress().getTaken()).isEqualTo(2);
                assertThat(job.getProgress().getOutcomes()).isEqualTo(2);
            }
        }
    }
}
