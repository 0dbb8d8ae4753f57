package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The ways to close a client: at once or gently, from anywhere. */
class GracefulCloseTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static SandboxTenant tenant() {
        return SandboxTenant.start(o -> o.rateLimitOff().tokens(300).tokensPerOwner(100_000));
    }

    private static SailPointClient client(SandboxTenant tenant) {
        return SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
                .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()))
                .deadline(Duration.ofSeconds(50))
                .responseTimeout(Duration.ofSeconds(40))
                .rateLimiter(RateLimiter.unlimited()));
    }

    @Test
    void gracefulCloseLetsCallsEndAndTakesNoNewOnes() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().delay(Duration.ofMillis(600)));
            SandboxToken token = tenant.addToken("gone");
            SailPointClient client = client(tenant);
            client.personalAccessTokens().list().blockLast(SOON);
            Ending<?> delete = Ending.of(client.personalAccessTokens().delete(token.id()));
            Conditions.await(() -> tenant.getLedger().count(Operation.DELETE) == 1);
            Ending<?> closing = Ending.of(client.disposeLater(Duration.ofSeconds(10)));

            StepVerifier.create(client.personalAccessTokens().list())
                    .expectError(ClientClosedException.class)
                    .verify(SOON);
            delete.awaitEnd();
            assertThat(delete.error()).isNull();
            closing.awaitEnd();
            assertThat(client.isDisposed()).isTrue();
        }
    }

    @Test
    void gracefulCloseLetsARotationEnd() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.LIST).always().delay(Duration.ofMillis(400)));
            String id = tenant.addToken("rotated").id();
            SailPointClient client = client(tenant);
            Ending<?> rotation =
                    Ending.of(client.personalAccessTokens().rotate(id, RotationOptions.of(created -> Mono.empty())));
            Conditions.await(() -> tenant.getLedger().count(Operation.LIST) == 1);

            client.disposeLater(Duration.ofSeconds(15)).block(SOON);

            rotation.awaitEnd();
            assertThat(rotation.error()).isNull();
            assertThat(tenant.getLedger().getTokens())
                    .noneMatch(token -> token.id().equals(id));
        }
    }

    @Test
    void subscriberThatThrowsKeepsNoOtherCallFromItsEnd() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().stall());
            SailPointClient client = client(tenant);
            List<Ending<?>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                client.personalAccessTokens().delete("x").subscribe(nothing -> {}, error -> {
                    throw new IllegalStateException("of the subscriber");
                });
                others.add(Ending.of(client.personalAccessTokens().delete("y")));
            }
            Conditions.await(() -> tenant.getLedger().count(Operation.DELETE) >= 10);

            client.disposeLater().block(SOON);

            for (Ending<?> other : others) {
                other.awaitEnd();
                assertThat(other.error()).isInstanceOf(ClientClosedException.class);
            }
            Conditions.await(() -> tenant.getOpenConnections() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void subscriberThatBlocksKeepsNoOtherCallFromItsEnd(int blocking) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(blocking);
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().stall());
            SailPointClient client = client(tenant);
            PersonalAccessTokens tokens = client.personalAccessTokens();
            List<Ending<?>> others = new ArrayList<>();
            for (int i = 0; i < blocking; i++) {
                tokens.delete("x").subscribe(nothing -> {}, error -> {
                    blocked.countDown();
                    awaitUninterruptibly(release);
                });
            }
            Flux.range(0, 20)
                    .map(i -> "no-" + i)
                    .transform(ids -> tokens.deleteAll(ids, BulkOptions.standard()))
                    .subscribe(outcome -> awaitUninterruptibly(release));
            for (int i = 0; i < 20; i++) {
                others.add(Ending.of(tokens.delete("y")));
            }
            others.add(Ending.of(tokens.deleteAll(Flux.just("z"), BulkOptions.standard())));
            Conditions.await(() -> tenant.getLedger().count(Operation.DELETE) >= 10);

            long closed = System.nanoTime();
            Ending<?> closing = Ending.of(client.disposeLater());

            for (Ending<?> other : others) {
                other.assertEndedAtOnce(closed);
            }
            assertThat(blocked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            closing.awaitEnd();
            Conditions.await(() -> tenant.getOpenConnections() == 0);
        } finally {
            release.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch release) {
        try {
            release.await(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void gracefulCloseEndsWhatTakesTooLong() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().stall());
            SailPointClient client = client(tenant);
            Ending<?> delete = Ending.of(client.personalAccessTokens().delete("x"));
            Conditions.await(() -> tenant.getLedger().count(Operation.DELETE) == 1);

            client.disposeLater(Duration.ofMillis(200)).block(SOON);

            assertThat(delete.error()).isInstanceOf(ClientClosedException.class);
        }
    }

    @Test
    void manyThreadsMayClose() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = client(tenant);
            client.personalAccessTokens().list().blockLast(SOON);
            List<CompletableFuture<Void>> closes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                closes.add(
                        CompletableFuture.runAsync(() -> client.disposeLater().block(SOON)));
            }
            for (CompletableFuture<Void> close : closes) {
                close.get(20, TimeUnit.SECONDS);
            }
            assertThat(client.isDisposed()).isTrue();
        }
    }

    @Test
    void closeWithinACallbackOfTheClientEnds() {
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = client(tenant);
            client.personalAccessTokens().list().then(client.disposeLater()).block(SOON);
            assertThat(client.isDisposed()).isTrue();
        }
    }

    static Stream<Function<SailPointClient, Mono<Void>>> closes() {
        return Stream.of(SailPointClient::disposeLater, client -> client.disposeLater(Duration.ofSeconds(60)));
    }

    @ParameterizedTest
    @MethodSource("closes")
    void waitForTheCloseOnTheClientsOwnEventLoopFailsWithAReason(Function<SailPointClient, Mono<Void>> close)
            throws Exception {
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = client(tenant);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            client.personalAccessTokens().list().take(1).subscribe(token -> {
                CompletableFuture<Void> closed = close.apply(client).toFuture();
                long until = System.nanoTime() + Duration.ofSeconds(9).toNanos();
                // As join() does, without what BlockHound would see.
                boolean ended = closed.isDone();
                while (!ended && System.nanoTime() < until) {
                    ended = closed.isDone();
                }
                failure.set(ended ? closed.handle((nothing, e) -> e).join() : null);
                done.countDown();
            });
            assertThat(done.await(15, TimeUnit.SECONDS)).isTrue();
            assertThat(failure.get()).hasMessageContaining("own event loop");
        }
    }

    @Test
    void gracefulCloseThatIsBegunOnTheClientsOwnEventLoopHasItsTime() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().delay(Duration.ofMillis(400)));
            SandboxToken token = tenant.addToken("gone");
            SailPointClient client = client(tenant);
            Ending<?> delete = Ending.of(client.personalAccessTokens().delete(token.id()));
            Conditions.await(() -> tenant.getLedger().count(Operation.DELETE) == 1);
            AtomicReference<Ending<Void>> closing = new AtomicReference<>();
            AtomicBoolean closed = new AtomicBoolean();

            client.personalAccessTokens()
                    .list()
                    .doOnComplete(() -> closing.set(Ending.of(client.disposeLater(Duration.ofSeconds(15))
                            .doOnSuccess(nothing -> closed.set(client.isDisposed())))))
                    .blockLast(SOON);

            delete.awaitEnd();
            assertThat(delete.error()).isNull();
            closing.get().awaitEnd();
            assertThat(closing.get().error()).isNull();
            assertThat(closed).isTrue();
        }
    }
}
