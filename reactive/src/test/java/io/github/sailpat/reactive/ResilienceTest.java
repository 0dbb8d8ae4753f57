package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxRequest;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The limits that the pipeline promises while the API fails, at a size that fits a build. */
class ResilienceTest {
    private static final Duration SOON = Duration.ofSeconds(115);
    private static final RetryPolicy QUICK =
            RetryPolicy.standard().withBackoff(Duration.ofMillis(1), Duration.ofMillis(5));

    @Test
    void fiveHundredSimultaneous401sAreOneRefreshAndOneRepeatEach() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff().latency(Duration.ofMillis(20)));
                TestClient client =
                        TestClient.of(tenant, b -> TestClient.unlimited(b).maxConnections(500))) {
            client.tokens().list().blockLast(SOON);
            tenant.revokeAccessTokens();

            Flux.range(0, 500)
                    .flatMap(i -> client.tokens().delete("x" + i).onErrorComplete(NotFoundException.class), 500)
                    .blockLast(SOON);

            Soak.figure("refreshes for 500 simultaneous 401", tenant.getLedger().count(Operation.TOKEN) - 1.0, "1");
            assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(2);
            assertThat(requestsPerId(tenant))
                    .hasSize(500)
                    .allSatisfy((id, n) -> assertThat(n).isBetween(1L, 2L));
        }
    }

    @Test
    void aSecond401Surfaces() {
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = TestClient.of(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(401, null));

            StepVerifier.create(client.tokens().delete("x"))
                    .expectError(UnauthorizedException.class)
                    .verify(SOON);
            assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(2);
            assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(2);
        }
    }

    @Test
    void retryBudgetLimitsRequestsToAFailingServer() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff());
                TestClient client =
                        TestClient.of(tenant, b -> TestClient.unlimited(b).retryPolicy(QUICK))) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(503, null));
            int calls = Soak.size(2_000, 10_000);
            Flux.range(0, calls)
                    .flatMap(i -> client.tokens().delete("x" + i).onErrorComplete(ServerErrorException.class), 64)
                    .blockLast(SOON);
            double perCall = tenant.getLedger().count(Operation.DELETE) / (double) calls;
            Soak.figure("requests a call against nothing but 503", perCall, "at most 1.2");
            assertThat(perCall).isBetween(1.0, 1.2);
            assertThat(requestsPerId(tenant))
                    .allSatisfy((id, n) -> assertThat(n).isLessThanOrEqualTo(3));

            tenant.getFaults().clear();
            Long recovered = Flux.range(0, 500)
                    .flatMap(
                            i -> client.tokens()
                                    .delete("x" + i)
                                    .thenReturn(i)
                                    .onErrorResume(NotFoundException.class, e -> Mono.just(i)),
                            64)
                    .count()
                    .block(SOON);
            assertThat(recovered).isEqualTo(500);
        }
    }

    @Test
    void nothingIsSentBeforeTheTimeThatRetryAfterStates() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff());
                TestClient client = TestClient.of(tenant, b -> b)) {
            client.tokens().list().blockLast(SOON);
            tenant.getFaults().add(Fault.on(Operation.DELETE).times(1).status(429, null, "Retry-After", "2"));
            tenant.getFaults().add(Fault.on(Operation.LIST).times(1).status(503, null, "Retry-After", "1"));

            Flux.merge(
                            client.tokens().delete("a").onErrorComplete(NotFoundException.class),
                            Mono.delay(Duration.ofMillis(300))
                                    .then(client.tokens().delete("b"))
                                    .onErrorComplete(NotFoundException.class))
                    .blockLast(SOON);
            List<SandboxRequest> deletes = tenant.getLedger().getRequests(Operation.DELETE);
            assertThat(deletes).hasSize(3);
            deletes.subList(1, 3)
                    .forEach(later -> assertThat(
                                    later.arrival() - deletes.get(0).arrival())
                            .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos()));

            tenant.getLedger().clear();
            assertThat(client.tokens().list().count().block(SOON)).isPositive();
            List<SandboxRequest> lists = tenant.getLedger().getRequests(Operation.LIST);
            assertThat(lists.get(1).arrival() - lists.get(0).arrival())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        }
    }

    @Test
    void theGatewaysWindowIsUsedAndNotOverrun() {
        int permits = Soak.size(25, 100);
        int calls = Soak.size(125, 1_000);
        Duration window = Duration.ofSeconds(Soak.size(1, 10));
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimit(permits, window));
                TestClient client =
                        TestClient.of(tenant, b -> b.rateLimiter(RateLimiter.slidingWindow(permits, window)))) {
            double promised = Soak.size(80, 95) / 100.0;
            double share = 0;
            // A machine that stalls for a second costs a whole window, so it gets another try.
            for (int tries = 0; tries < 3 && share < promised; tries++) {
                tenant.getLedger().clear();
                Flux.range(0, calls)
                        .flatMap(i -> client.tokens().delete("x" + i).onErrorComplete(NotFoundException.class), 256)
                        .blockLast(SOON);

                List<SandboxRequest> deletes = tenant.getLedger().getRequests(Operation.DELETE);
                long refused = deletes.stream()
                        .filter(r -> r.status() != null && r.status() == 429)
                        .count();
                long taken = deletes.get(deletes.size() - 1).arrival()
                        - deletes.get(0).arrival();
                // The first window's worth goes at once, so that much less time is needed.
                share = (calls / (double) permits - 1) * window.toNanos() / taken;
                Soak.figure("share of 429", refused / (double) calls, "at most 0.01");
                Soak.figure("share of the permitted rate", share, "at least 0.95");
                assertThat(refused).isLessThanOrEqualTo(calls / 100);
            }
            assertThat(share).isGreaterThanOrEqualTo(promised);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void anyConcurrencyWorksWithAnyPool(int connections) {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff().latency(Duration.ofMillis(1)));
                TestClient client =
                        TestClient.of(tenant, b -> TestClient.unlimited(b).maxConnections(connections))) {
            Long answered = Flux.range(0, 1_200)
                    .flatMap(
                            i -> client.tokens()
                                    .delete("x" + i)
                                    .thenReturn(i)
                                    .onErrorResume(NotFoundException.class, e -> Mono.just(i)),
                            600)
                    .count()
                    .block(SOON);
            assertThat(answered).isEqualTo(1_200);
        }
    }

    @Test
    void anOpenListNeverStarvesThePool() {
        try (SandboxTenant tenant = SandboxTenant.start(
                        o -> o.rateLimitOff().generatedTokens(20_000).tokensPerOwner(1_000));
                TestClient client =
                        TestClient.of(tenant, b -> TestClient.unlimited(b).maxConnections(1))) {
            Long deleted = client.tokens()
                    .list()
                    .take(300)
                    .concatMap(
                            t -> client.tokens().delete(t.getId()).thenReturn(1).onErrorReturn(1))
                    .count()
                    .block(SOON);
            assertThat(deleted).isEqualTo(300);
        }
    }

    @Test
    void aFullPoolAndAThrottledCallNameTheirPhaseInTime() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff())) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().stall());
            try (TestClient client = TestClient.of(
                    tenant, b -> TestClient.unlimited(b).maxConnections(1).deadline(Duration.ofMillis(800)))) {
                client.tokens().list().blockLast(SOON);
                Queue<CallPhase> phases = new ConcurrentLinkedQueue<>();
                Flux.range(0, 3)
                        .flatMap(i -> client.tokens()
                                .delete("x" + i)
                                .onErrorResume(DeadlineExceededException.class, e -> {
                                    phases.add(e.getPhase());
                                    assertThat(e.getElapsed()).isLessThan(Duration.ofMillis(1_050));
                                    return Mono.empty();
                                }))
                        .blockLast(SOON);
                // The first to end frees its connection for another that ends at the same moment.
                assertThat(phases).hasSize(3).contains(CallPhase.RESPONSE, CallPhase.CONNECTION);
            }
            RateLimiter slow = RateLimiter.slidingWindow(1, Duration.ofSeconds(30));
            try (TestClient client =
                    TestClient.of(tenant, b -> b.rateLimiter(slow).deadline(Duration.ofMillis(500)))) {
                client.tokens().list().blockLast(SOON);
                StepVerifier.create(client.tokens().list())
                        .expectErrorSatisfies(e -> {
                            assertThat(((DeadlineExceededException) e).getPhase())
                                    .isEqualTo(CallPhase.RATE_LIMIT);
                            assertThat(((DeadlineExceededException) e).isMaybeApplied())
                                    .isFalse();
                        })
                        .verify(SOON);
            }
        }
    }

    @Test
    void overManyFaultedCreatesEveryTokenIsReportedOnceAndNoneTwice() {
        int creates = Soak.size(300, 1_000);
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));
                TestClient client =
                        TestClient.of(tenant, b -> TestClient.unlimited(b).responseTimeout(Duration.ofMillis(700)))) {
            Fault create = Fault.on(Operation.CREATE);
            tenant.getFaults().add(create.every(5).resetAfterApplying());
            tenant.getFaults().add(create.every(7).truncateBody(30));
            tenant.getFaults().add(create.every(11).statusAfterApplying(500, null));
            tenant.getFaults().add(create.every(13).status(500, null));
            tenant.getFaults().add(create.every(17).resetAfterRead());
            tenant.getFaults().add(create.every(29).stallAfterApplying());
            Map<String, String> secrets = new ConcurrentHashMap<>();
            Map<String, String> lost = new ConcurrentHashMap<>();
            AtomicInteger failed = new AtomicInteger();

            Flux.range(0, creates)
                    .flatMap(
                            i -> client.tokens()
                                    .create(r -> r.name("t" + i))
                                    .doOnNext(t ->
                                            secrets.put(t.getId(), t.getSecret().reveal()))
                                    .onErrorResume(SecretLostException.class, e -> {
                                        lost.put(e.getId(), e.getName());
                                        return Mono.empty();
                                    })
                                    .onErrorResume(ServerErrorException.class, e -> {
                                        failed.incrementAndGet();
                                        return Mono.empty();
                                    }),
                            32)
                    .blockLast(SOON);

            List<SandboxToken> there = tenant.getLedger().getTokens();
            Soak.figure("tokens on the server", there.size(), "as reported");
            Soak.figure("tokens reported with their secret", secrets.size(), "-");
            Soak.figure("tokens reported without, by id", lost.size(), "-");
            assertThat(there).hasSize(secrets.size() + lost.size());
            assertThat(there)
                    .allSatisfy(t -> assertThat(
                                    secrets.containsKey(t.id())
                                            ? secrets.get(t.id()).equals(t.secret())
                                            : lost.containsKey(t.id()))
                            .isTrue());
            assertThat(there.stream().map(SandboxToken::name)).doesNotHaveDuplicates();
            assertThat(lost).isNotEmpty();
            assertThat(secrets.size() + lost.size() + failed.get()).isEqualTo(creates);
        }
    }

    @Test
    void lostTokenIsReplacedOnRequest() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff());
                TestClient client =
                        TestClient.of(tenant, b -> TestClient.unlimited(b).replaceLostTokens(true))) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).times(1).resetAfterApplying());

            StepVerifier.create(client.tokens().create(r -> r.name("ci")))
                    .assertNext(created -> assertThat(tenant.getLedger().findByName("ci"))
                            .singleElement()
                            .satisfies(t -> assertThat(t.secret())
                                    .isEqualTo(created.getSecret().reveal())))
                    .expectComplete()
                    .verify(SOON);
            assertThat(tenant.getLedger().getDeletesApplied()).isEqualTo(1);
        }
    }

    @Test
    void closedIdleConnectionsFailNoCall() {
        Duration idle = Duration.ofMillis(20);
        try (SandboxTenant tenant = SandboxTenant.start(
                        o -> o.rateLimitOff().tokens(0).tokensPerOwner(10_000).closeIdleConnectionsAfter(idle));
                TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            Random random = new Random(7);
            int pairs = Soak.size(40, 150);
            Long done = Flux.range(0, pairs)
                    .concatMap(i -> Mono.delay(Duration.ofMillis(15 + random.nextInt(10)))
                            .then(client.tokens().create(r -> r.name("t" + i)))
                            .flatMap(t -> client.tokens().delete(t.getId()).thenReturn(1)))
                    .count()
                    .block(SOON);
            assertThat(done).isEqualTo(pairs);
            assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(pairs);
            assertThat(tenant.getLedger().getTokens()).isEmpty();
        }
    }

    @Test
    void cancelAtAnyTimeLosesNoConnectionPermitOrAccessToken() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RateLimiter limiter = RateLimiter.slidingWindow(16, Duration.ofMillis(10));
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().accessTokenLifetime(Duration.ofSeconds(1)));
                TestClient client =
                        TestClient.of(tenant, b -> b.rateLimiter(limiter).maxConnections(4))) {
            Flux.range(0, Soak.size(2_000, 10_000))
                    .flatMap(
                            i -> {
                                Mono<?> call = i % 3 == 0
                                        ? client.tokens()
                                                .list()
                                                .take(1 + random.nextInt(50))
                                                .then()
                                        : client.tokens().delete("x" + i);
                                return call.timeout(Duration.ofNanos(1 + random.nextInt(8_000_000)))
                                        .onErrorComplete()
                                        .then();
                            },
                            16)
                    .blockLast(SOON);

            tenant.getLedger().clear();
            Long healthy = Flux.range(0, 32)
                    .flatMap(i -> client.tokens().list().count(), 16)
                    .count()
                    .block(SOON);
            assertThat(healthy).as("seed %d", seed).isEqualTo(32);
        }
    }

    @Test
    void cancellingACreateWhileItsAnswerArrivesLeaksNothing() {
        Random random = new Random(11);
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));
                TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).every(2).dripBody(40, Duration.ofMillis(1)));
            Flux.range(0, Soak.size(1_000, 10_000))
                    .flatMap(
                            i -> client.tokens()
                                    .create(r -> r.name("t" + i))
                                    .timeout(Duration.ofNanos(1 + random.nextInt(12_000_000)))
                                    .onErrorComplete()
                                    .then(),
                            16)
                    .blockLast(SOON);
            assertThat(client.tokens().create(r -> r.name("last")).block(SOON)).isNotNull();
        }
    }

    private static Map<String, Long> requestsPerId(SandboxTenant tenant) {
        return tenant.getLedger().getRequests(Operation.DELETE).stream()
                .collect(Collectors.groupingBy(r -> String.valueOf(r.tokenId()), Collectors.counting()));
    }
}
