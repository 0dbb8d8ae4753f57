package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.assertOneEach;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkOutcome.Rejected;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.observation.AttemptObserver;
import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ClientState;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.github.sailpat.reactive.observation.RetryCause;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Jobs during a pause that the tenant asks for (429), and during an outage of the token endpoint. */
class BulkPatienceTest {
    private static final String DELETED = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final String THROTTLED = "HTTP/1.1 429 Too Many\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n";

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0));

    @AfterEach
    void close() {
        tenant.close();
    }

    private static RateLimiter limiter(int permits) {
        return RateLimiter.slidingWindow(permits, Duration.ofSeconds(1));
    }

    /**
     * Closes the connection of the first create, responds 429 to the second, and records the times of later requests.
     */
    private static final class ThrottlingTenant implements RawServer.Answer {
        private final AtomicInteger creates = new AtomicInteger();
        private final List<Long> millisSincePause = new CopyOnWriteArrayList<>();
        private volatile long pausedAt;

        @Override
        public void write(String request, Socket connection) throws IOException {
            if (pausedAt != 0) {
                millisSincePause.add((System.nanoTime() - pausedAt) / 1_000_000);
            }
            if (request.startsWith("POST /oauth/token") || request.startsWith("GET")) {
                RawServer.tenant(request, connection);
                return;
            }
            int number = creates.incrementAndGet();
            if (number == 1) {
                connection.close();
            } else if (number == 2) {
                pausedAt = System.nanoTime();
                RawServer.write(connection, THROTTLED);
            } else {
                RawServer.write(connection, RawTenant.json(200, "{\"id\":\"i" + number + "\",\"secret\":\"s\"}"));
            }
        }
    }

    @Test
    void nothingIsSentInAPauseNotEvenTheListOfAReconciliation() {
        ThrottlingTenant throttling = new ThrottlingTenant();
        try (RawServer server = RawServer.start(throttling);
                TestClient client = TestClient.at(server.url(), b -> b.rateLimiter(limiter(50)))) {
            var outcomes = Outcomes.of(client.tokens()
                    .createAll(
                            Flux.just("a", "b").map(name -> CreatePersonalAccessTokenRequest.create(r -> r.name(name))),
                            BulkOptions.create(b -> b.deadline(Duration.ofSeconds(4)))));

            assertThat(outcomes).hasSize(2).allMatch(Succeeded.class::isInstance);
            assertThat(RawTenant.requests(server, "GET")).isEqualTo(1);
            assertThat(throttling.millisSincePause).hasSize(3).allMatch(millis -> millis >= 1_990);
        }
    }

    @Test
    void afterAPauseTheJobStartsSlowly() {
        List<Long> arrivals = new CopyOnWriteArrayList<>();
        AtomicInteger deletes = new AtomicInteger();
        RawServer.Answer response = (request, connection) -> {
            if (!request.startsWith("DELETE")) {
                RawServer.tenant(request, connection);
                return;
            }
            arrivals.add(System.nanoTime() / 1_000_000);
            RawServer.write(connection, deletes.incrementAndGet() == 1 ? THROTTLED : DELETED);
        };
        try (RawServer server = RawServer.start(response);
                TestClient client = TestClient.at(server.url(), b -> b.rateLimiter(limiter(10)))) {
            var outcomes = Outcomes.of(client.tokens()
                    .deleteAll(Flux.range(0, 6), BulkOptions.create(b -> b.concurrency(1)), i -> "id-" + i));

            assertThat(outcomes).hasSize(6).allMatch(Succeeded.class::isInstance);
            assertThat(arrivals.get(1) - arrivals.get(0)).isGreaterThanOrEqualTo(1_990);
            assertThat(arrivals.get(6) - arrivals.get(1))
                    .as("five times 100 ms")
                    .isBetween(480L, 2_000L);
        }
    }

    private static final class PauseObserver implements ClientObserver {
        private final List<String> notifications = new CopyOnWriteArrayList<>();
        private volatile @Nullable ClientState state;

        @Override
        public void clientOpened(ClientState client) {
            state = client;
        }

        @Override
        public void rateLimited(String operation, @Nullable Duration retryAfter) {
            notifications.add(operation + ' ' + retryAfter);
        }

        @Override
        public OperationObserver operationStarted(ObservedCall call, ContextView context) {
            return new OperationObserver() {
                @Override
                public AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView attempt) {
                    return (outcome, error) -> {};
                }

                @Override
                public void terminated(CallOutcome outcome, @Nullable Throwable error) {}
            };
        }
    }

    @Test
    void progressAndObserverReportThePause() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).times(1).status(429, null, "Retry-After", "1.5"));
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(204, null));
        PauseObserver observer = new PauseObserver();
        try (TestClient client =
                TestClient.of(tenant, b -> b.rateLimiter(limiter(50)).observer(observer))) {
            BulkJob<Integer, String> job =
                    client.tokens().deleteAll(Flux.range(0, 3), BulkOptions.standard(), i -> "id-" + i);
            assertThat(job.getProgress().getRemainingPause()).isZero();
            var outcomes = job.collectList().toFuture();

            assertThat(Observed.soon(
                            () -> !job.getProgress().getRemainingPause().isZero()))
                    .isTrue();
            assertThat(job.getProgress().getRemainingPause()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
            assertThat(observer.state.getRemainingPause()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
            assertThat(outcomes.join()).hasSize(3).allMatch(Succeeded.class::isInstance);
            assertThat(observer.notifications).containsExactly("deletePersonalAccessToken PT2S");
            assertThat(job.getProgress().getRemainingPause()).isZero();
        }
    }

    @Test
    void aPauseBeyondThePatienceStopsTheJob() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).times(1).status(429, null, "Retry-After", "3"));
        try (TestClient client = TestClient.of(tenant, b -> b.rateLimiter(limiter(50)))) {
            var outcomes = Outcomes.of(client.tokens()
                    .deleteAll(
                            Flux.range(0, 100),
                            BulkOptions.create(b -> b.concurrency(1).patience(Duration.ofSeconds(2))),
                            i -> "id-" + i));

            assertThat(outcomes)
                    .singleElement()
                    .isInstanceOf(Rejected.class)
                    .extracting(BulkOutcome::getError)
                    .isInstanceOf(RateLimitedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTokenEndpointThatStaysDownStopsTheJob(boolean stalls) {
        Fault down = Fault.on(Operation.TOKEN).always();
        tenant.getFaults().add(stalls ? down.stall() : down.status(503, null));
        long start = System.nanoTime();
        try (TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            BulkJob<Integer, String> job = client.tokens()
                    .deleteAll(
                            Flux.range(0, 500),
                            BulkOptions.create(b -> b.deadline(Duration.ofSeconds(2))),
                            i -> "id-" + i);
            var outcomes = Outcomes.of(job);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
            assertOneEach(outcomes, 32);
            assertThat(outcomes).hasAtLeastOneElementOfType(Rejected.class).allSatisfy(o -> {
                assertThat(o).isInstanceOfAny(Rejected.class, NotAttempted.class);
                assertThat(o.getError())
                        .isInstanceOfSatisfying(
                                SailPointException.class,
                                e -> assertThat(e.getPhase()).isEqualTo(CallPhase.AUTHORIZATION));
            });
            if (!stalls) {
                assertThat(outcomes)
                        .extracting(BulkOutcome::getError)
                        .hasOnlyElementsOfType(ServerErrorException.class);
            }
            assertThat(job.getProgress().isStopped()).isTrue();
            assertThat(tenant.getLedger().count(Operation.TOKEN)).isBetween(1L, 10L);
        }
    }

    /** The back-off has grown so far by then that the next request would be too late. */
    @Test
    void anOutageThatEndsShortlyBeforeTheDeadlineOfTheItemsFailsNoItem() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(503, null));
        try (TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            List<String> ids = Flux.range(0, 50)
                    .map(i -> tenant.addToken("t-" + i).id())
                    .collectList()
                    .block();
            Mono.delay(Duration.ofMillis(2_500))
                    .subscribe(end -> tenant.getFaults().clear());

            var outcomes = Outcomes.of(client.tokens()
                    .deleteAll(
                            Flux.fromIterable(ids),
                            BulkOptions.create(b -> b.deadline(Duration.ofMillis(3_500))),
                            id -> id));

            assertThat(outcomes).hasSize(50).allMatch(Succeeded.class::isInstance);
            assertThat(tenant.getLedger().count(Operation.TOKEN)).isBetween(4L, 10L);
        }
    }

    @Test
    void aShorterOutageOfTheTokenEndpointFailsNoItem() {
        AtomicInteger fetches = new AtomicInteger();
        AtomicInteger deletes = new AtomicInteger();
        RawServer.Answer response = (request, connection) -> {
            if (request.startsWith("DELETE")) {
                int number = deletes.incrementAndGet();
                boolean refused = number > 100 && fetches.get() < 5; // until there is another access token
                RawServer.write(connection, refused ? RawTenant.json(401, "{}") : DELETED);
            } else if (fetches.incrementAndGet() > 1 && fetches.get() < 5) {
                RawServer.write(connection, RawTenant.json(503, "{}"));
            } else {
                RawServer.tenant(request, connection);
            }
        };
        try (RawServer server = RawServer.start(response);
                TestClient client = RawTenant.client(server)) {
            var outcomes = Outcomes.of(client.tokens()
                    .deleteAll(
                            Flux.range(0, 200),
                            BulkOptions.create(b -> b.concurrency(16).deadline(Duration.ofSeconds(4))),
                            i -> "id-" + i));

            assertOneEach(outcomes, 200);
            assertThat(outcomes).allMatch(Succeeded.class::isInstance);
            assertThat(fetches).hasValueBetween(5, 7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIST", "CREATE", "DELETE", "TOKEN"})
    void rotateAllWaitsForEachOfItsCalls(String throttled) {
        AtomicInteger seen = new AtomicInteger();
        int which = throttled.equals("TOKEN") ? 2 : 1; // the second one is the verification
        tenant.getFaults()
                .add(Fault.on(Operation.valueOf(throttled))
                        .matching(request -> seen.incrementAndGet() == which)
                        .status(429, null, "Retry-After", "2"));
        try (TestClient client =
                TestClient.of(tenant, b -> b.rateLimiter(limiter(50)).deadline(Duration.ofSeconds(1)))) {
            String id = tenant.addToken("old").id();
            Vault vault = new Vault();
            var outcome = client.tokens()
                    .rotateAll(
                            Flux.just(id),
                            RotationOptions.create(
                                    o -> o.handOver(vault::store).verificationDeadline(Duration.ofSeconds(1))))
                    .blockLast(Outcomes.SOON);

            assertThat(outcome).isInstanceOf(Succeeded.class);
            RotatedPersonalAccessToken rotated = ((Succeeded<String, RotatedPersonalAccessToken>) outcome).getResult();
            assertThat(rotated.getDeleteError()).isNull();
            assertThat(tenant.getLedger().findById(id)).isNull();
        }
    }

    private String[] threeTokens() {
        return new String[] {
            tenant.addToken("one").id(),
            tenant.addToken("two").id(),
            tenant.addToken("three").id()
        };
    }

    /** The verification of the first successor is answered by 429; the others are created meanwhile. */
    @Test
    void aPauseOfTheTokenEndpointHoldsBackTheVerificationsOfAllRotations() {
        AtomicLong pausedAt = new AtomicLong();
        List<Long> millisSincePause = new CopyOnWriteArrayList<>();
        tenant.getFaults()
                .add(Fault.on(Operation.TOKEN)
                        .matching(request -> {
                            boolean verification = !request.body().contains(tenant.getClientId());
                            if (verification && pausedAt.get() != 0) {
                                millisSincePause.add((System.nanoTime() - pausedAt.get()) / 1_000_000);
                            }
                            return verification && pausedAt.compareAndSet(0, System.nanoTime());
                        })
                        .always()
                        .status(429, null, "Retry-After", "2"));
        try (TestClient client = TestClient.of(tenant, b -> b.rateLimiter(limiter(50)))) {
            Vault vault = new Vault();
            AtomicReference<BulkJob<?, ?>> running = new AtomicReference<>();
            BulkJob<String, RotatedPersonalAccessToken> job = client.tokens()
                    .rotateAll(
                            Flux.just(threeTokens()),
                            RotationOptions.create(o -> o.concurrency(3)
                                    .handOver((old, created) -> vault.store(created)
                                            .then(old.getName().equals("one") ? Mono.empty() : untilPaused(running)))));
            running.set(job);
            var outcomes = Outcomes.of(job);

            assertThat(outcomes).hasSize(3).allMatch(Succeeded.class::isInstance);
            assertThat(millisSincePause).hasSize(3).allMatch(millis -> millis >= 1_990);
            assertThat(job.getProgress().getRemainingPause()).isZero();
        }
    }

    private static Mono<Void> untilPaused(AtomicReference<BulkJob<?, ?>> job) {
        return Mono.delay(Duration.ofMillis(5))
                .repeat(() -> job.get().getProgress().getRemainingPause().isZero())
                .then();
    }

    @Test
    void aPauseOfTheTokenEndpointFailsAVerificationUnsent() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).times(1).status(429, null, "Retry-After", "600"));
        SandboxToken token = tenant.addToken("one");
        try (TestClient client = TestClient.of(tenant, b -> b.rateLimiter(limiter(50)))) {
            for (int i = 0; i < 3; i++) {
                RateLimitedException error = RawTenant.failure(
                        client.tokens().verify(token.id(), Secret.of(token.secret())), RateLimitedException.class);
                assertThat(error.getRetryAfter()).isBetween(Duration.ofSeconds(560), Duration.ofSeconds(600));
            }
            assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(1);
            // The calls of the API go on.
            assertThat(client.tokens().list().count().block(Outcomes.SOON)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIST", "CREATE"})
    void stopEndsARotationInAPauseUnlessItHasBegun(String throttled) {
        tenant.getFaults().add(Fault.on(Operation.valueOf(throttled)).times(1).status(429, null, "Retry-After", "2"));
        try (TestClient client = TestClient.of(tenant, b -> b.rateLimiter(limiter(50)))) {
            Vault vault = new Vault();
            BulkJob<String, RotatedPersonalAccessToken> job =
                    client.tokens().rotateAll(Flux.just(threeTokens()), RotationOptions.of(vault::store));
            var outcomes = job.collectList().toFuture();
            assertThat(Observed.soon(
                            () -> !job.getProgress().getRemainingPause().isZero()))
                    .isTrue();

            job.stop();

            boolean begun = throttled.equals("CREATE");
            assertThat(outcomes.orTimeout(20, TimeUnit.SECONDS).join())
                    .singleElement()
                    .isInstanceOf(begun ? Succeeded.class : NotAttempted.class);
            assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(begun ? 2 : 0);
        }
    }

    @Test
    void aSingleRotationWaitsWithinTheDeadlineOfItsCallsOnly() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).times(1).status(429, null, "Retry-After", "2"));
        try (TestClient client =
                TestClient.of(tenant, b -> b.rateLimiter(limiter(50)).deadline(Duration.ofSeconds(1)))) {
            String id = tenant.addToken("old").id();
            Vault vault = new Vault();
            RotatedPersonalAccessToken rotated =
                    client.tokens().rotate(id, RotationOptions.of(vault::store)).block(Outcomes.SOON);

            assertThat(rotated.getDeleteError()).isInstanceOf(RateLimitedException.class);
        }
    }
}
