package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Calls that are made for the elements, the outcomes and the functions of other calls, with few connections. */
class NestedCallsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int MANY = 20_000;

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().generatedTokens(MANY).tokensPerOwner(100_000));

    @AfterEach
    void close() {
        tenant.close();
    }

    private TestClient client(int connections) {
        return TestClient.of(
                tenant,
                b -> TestClient.unlimited(b)
                        .maxConnections(connections)
                        .deadline(LONG)
                        .responseTimeout(LONG)
                        .connectTimeout(Duration.ofMillis(400)));
    }

    /** Each level is a list whose elements start the lists of the next level. */
    private static Flux<?> nested(PersonalAccessTokens tokens, int depth) {
        return depth == 0 ? Flux.empty() : tokens.list().flatMap(token -> nested(tokens, depth - 1), 4, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void listsThatAreNestedDeeperThanTheConnectionsFailSoon(int connections) {
        try (TestClient client = client(connections)) {
            Throwable error = catchThrowable(
                    () -> nested(client.tokens(), connections + 1).blockLast(SOON));
            assertThat(error)
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("all " + connections + " connections for lists")
                    .hasMessageContaining("raise maxConnections")
                    .hasMessageContaining("nothing was applied");
            assertThat(client.tokens().list().count().block(SOON)).isEqualTo(MANY);
        }
    }

    @Test
    void listThatWaitsForListsThatArePausedFailsWithTheReasonAndTheSettings() {
        try (TestClient client = client(1)) {
            BaseSubscriber<PersonalAccessToken> paused = new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    subscription.request(1);
                }
            };
            AtomicBoolean begun = new AtomicBoolean();
            client.tokens().list().doOnNext(token -> begun.set(true)).subscribe(paused);
            Conditions.await(begun::get);

            assertThat(catchThrowable(() -> client.tokens().list().blockLast(SOON)))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("nothing was requested")
                    .hasMessageContaining("(connectTimeout)")
                    .hasMessageContaining("raise maxConnections");
            paused.cancel();
            assertThat(client.tokens().list().count().block(SOON)).isEqualTo(MANY);
        }
    }

    @Test
    void listsThatAreNestedAsDeepAsTheConnectionsComplete() {
        try (TestClient client = client(2)) {
            assertThat(client.tokens()
                            .list()
                            .take(100)
                            .concatMap(token -> client.tokens().list().take(1))
                            .count()
                            .block(SOON))
                    .isEqualTo(100);
        }
    }

    @Test
    void callForEachElementOfAListCompletesWithOneConnection() {
        try (TestClient client = client(1)) {
            assertThat(client.tokens()
                            .list()
                            .take(600)
                            .concatMap(token -> client.tokens()
                                    .delete("x" + token.getId())
                                    .onErrorComplete()
                                    .thenReturn(1))
                            .count()
                            .block(SOON))
                    .isEqualTo(600);
        }
    }

    @Test
    void listThatWaitsForOneThatIsReadSlowlyGetsItsTurn() {
        try (TestClient client = client(1)) {
            Flux<?> slow = client.tokens().list().take(30).concatMap(token -> Mono.delay(Duration.ofMillis(50)), 1);
            Mono<Long> waits = client.tokens().list().count();
            assertThat(Mono.zip(slow.then(Mono.just(1)), waits).block(SOON).getT2())
                    .isEqualTo(MANY);
        }
    }

    @Test
    void callsInTheFunctionsOfARotationCompleteWithOneConnection() {
        SandboxToken old = tenant.addToken("nested");
        try (TestClient client = client(1)) {
            PersonalAccessTokens tokens = client.tokens();
            Mono<Long> calls = tokens.list()
                    .then(tokens.deleteAll(Flux.just("x", "y"), BulkOptions.standard())
                            .count());
            RotationOptions options = RotationOptions.create(o -> o.maxTokens(100_000)
                    .handOver(created -> calls)
                    .beforeDelete(created -> calls)
                    .concurrency(1));
            assertThat(tokens.rotateAll(Flux.just(old.id()), options).blockLast(SOON))
                    .isInstanceOf(BulkOutcome.Succeeded.class);
        }
    }

    @Test
    void jobsInJobsCompleteWithOneConnection() {
        try (TestClient client = client(1)) {
            PersonalAccessTokens tokens = client.tokens();
            Flux<String> ids = Flux.fromStream(() -> IntStream.range(0, 20).mapToObj(i -> "x" + i));
            assertThat(tokens.deleteAll(ids, BulkOptions.standard())
                            .flatMap(outcome -> tokens.deleteAll(ids, BulkOptions.standard())
                                    .flatMap(inner -> tokens.deleteAll(Flux.just("y"), BulkOptions.standard())))
                            .count()
                            .block(SOON))
                    .isEqualTo(400);
        }
    }

    @Test
    void jobThatReadsItsInputsFromAListCompletesWithOneConnection() {
        try (TestClient client = client(1)) {
            Flux<String> ids = client.tokens().list().take(500).map(token -> "x" + token.getId());
            assertThat(client.tokens()
                            .deleteAll(ids, BulkOptions.standard())
                            .count()
                            .block(SOON))
                    .isEqualTo(500);
        }
    }
}
