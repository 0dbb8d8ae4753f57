package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What becomes of jobs, audits and rotations when their client is closed. */
class CloseOfJobsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(20).tokensPerOwner(100_000));
    private final SailPointClient client = SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
            .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()))
            .deadline(Duration.ofSeconds(50))
            .responseTimeout(Duration.ofSeconds(40))
            .rateLimiter(RateLimiter.unlimited())
            .onAbandonedCreate(create -> {}));
    private final PersonalAccessTokens tokens = client.personalAccessTokens();

    @AfterEach
    void close() {
        client.disposeLater().block(SOON);
        Conditions.await(() -> tenant.getOpenConnections() == 0);
        tenant.close();
    }

    private void stall(Operation operation) {
        tenant.getFaults().add(Fault.on(operation).always().stall());
    }

    private <T> Ending<T> endedByTheClose(Publisher<T> job, BooleanSupplier isReached) throws InterruptedException {
        Ending<T> ending = Ending.of(job);
        Conditions.await(isReached);
        long closed = System.nanoTime();
        client.close();
        ending.assertEndedAtOnce(closed);
        return ending;
    }

    @Test
    void createAllHasOneOutcomeForEachInputThatWasTaken() throws Exception {
        stall(Operation.CREATE);
        AtomicLong taken = new AtomicLong();
        Ending<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>> job = endedByTheClose(
                tokens.createAll(
                        Flux.range(0, 100_000)
                                .map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("n-" + i)))
                                .doOnNext(request -> taken.incrementAndGet()),
                        BulkOptions.standard()),
                () -> tenant.getLedger().count(Operation.CREATE) >= 5);

        assertThat(job.error()).isNull();
        assertThat(taken.get() - job.elements().size()).isBetween(0L, 1L);
        assertThat(job.elements())
                .filteredOn(outcome -> outcome instanceof BulkOutcome.Unknown)
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(job.elements()).extracting(BulkOutcome::getIndex).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pruneEndsAtOnce(boolean deleting) throws Exception {
        Instant old = Instant.now().minus(Duration.ofDays(400));
        for (int i = 0; i < 5; i++) {
            tenant.addToken("stale-" + i, t -> t.withCreated(old).withLastUsed(old));
        }
        Operation step = deleting ? Operation.DELETE : Operation.LIST;
        stall(step);
        Ending<BulkOutcome<PruneCandidate, String>> job = endedByTheClose(
                tokens.prune(PruneOptions.create(o -> o.unusedFor(Duration.ofDays(90)))),
                () -> tenant.getLedger().count(step) > 0);

        if (deleting) {
            assertThat(job.error()).isNull();
            assertThat(job.elements()).hasAtLeastOneElementOfType(BulkOutcome.Unknown.class);
        } else {
            assertThat(job.elements()).isEmpty();
        }
    }

    @Test
    void auditEndsAtOnce() throws Exception {
        stall(Operation.LIST);
        Ending<?> audit = endedByTheClose(
                tokens.audit(AuditOptions.standard()), () -> tenant.getLedger().count(Operation.LIST) > 0);

        assertThat(audit.error()).isInstanceOf(ClientClosedException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rotationEndsAtOnceWhenItsSuccessorWaits(boolean verified) throws Exception {
        SandboxToken old = tenant.addToken("old");
        tokens.list().blockLast(SOON); // with an access token
        CountDownLatch reached = new CountDownLatch(1);
        long requests = tenant.getLedger().count(Operation.TOKEN);
        if (!verified) {
            stall(Operation.TOKEN);
        }
        Ending<?> rotation = endedByTheClose(
                tokens.rotate(
                        old.id(),
                        RotationOptions.create(o -> o.maxTokens(1_000)
                                .handOver(created -> Mono.empty())
                                .beforeDelete(created -> {
                                    reached.countDown();
                                    return Mono.never();
                                }))),
                () -> verified ? reached.getCount() == 0 : tenant.getLedger().count(Operation.TOKEN) > requests);

        assertThat(rotation.error())
                .isInstanceOf(RotationFailedException.class)
                .hasCauseInstanceOf(ClientClosedException.class);
        assertThat(((RotationFailedException) rotation.error()).getSuccessor()).isNotNull();
        assertThat(tenant.getLedger().findById(old.id())).isNotNull();
    }

    @Test
    void afterTheCloseEveryJobFailsAtOnceAndNothingIsSent() {
        client.disposeLater().block(SOON);
        List<Publisher<?>> jobs = List.of(
                tokens.audit(AuditOptions.standard()),
                tokens.createAll(
                        Flux.just(CreatePersonalAccessTokenRequest.create(r -> r.name("x"))), BulkOptions.standard()),
                tokens.patchAll(Flux.just(BulkPatch.of("x", p -> p.name("y"))), BulkOptions.standard()),
                tokens.rotateAll(Flux.just("x"), RotationOptions.of(created -> Mono.empty())));
        for (Publisher<?> job : jobs) {
            StepVerifier.create(job)
                    .expectErrorSatisfies(e -> assertThat(e).isInstanceOf(ClientClosedException.class))
                    .verify(SOON);
        }
        assertThat(tenant.getLedger().getRequests()).isEmpty();
    }

    @Test
    void callKeepsItsTrackingId() throws Exception {
        Ending<?> call = closedWhenThrottled(Operation.DELETE, t -> t.delete("x"));

        assertThat(call.error()).isInstanceOf(ClientClosedException.class);
        assertThat(Stream.iterate(call.error(), e -> e != null, Throwable::getCause))
                .as("with the error of the attempt")
                .extracting(Throwable::toString)
                .anyMatch(text -> text.contains("e7eab60924f64aa284175b9fa3309599"))
                .noneMatch(text -> text.contains("****"));
    }

    @Test
    void rotationWhoseCreateWaitsAfterA429EndsByTheClose() throws Exception {
        SandboxToken old = tenant.addToken("old");
        RotationOptions options = RotationOptions.create(o -> o.maxTokens(1_000).handOver(created -> Mono.empty()));
        Ending<?> rotation = closedWhenThrottled(Operation.CREATE, t -> t.rotate(old.id(), options));

        assertThat(rotation.error())
                .isInstanceOf(RotationFailedException.class)
                .hasCauseInstanceOf(ClientClosedException.class)
                .hasRootCauseInstanceOf(RateLimitedException.class);
        assertThat(((RotationFailedException) rotation.error()).getState()).isEqualTo(RotationState.NOT_CREATED);
    }

    /** The client is closed when the tenant has asked it to wait. */
    private Ending<?> closedWhenThrottled(Operation operation, Function<PersonalAccessTokens, Publisher<?>> call)
            throws InterruptedException {
        RateLimiter limiter = RateLimiter.slidingWindow(9, Duration.ofSeconds(1));
        tenant.getFaults()
                .add(Fault.on(operation)
                        .always()
                        .status(
                                429,
                                "{\"detailCode\":\"429.0\",\"trackingId\":\"e7eab60924f64aa284175b9fa3309599\"}",
                                "Retry-After",
                                "30"));
        SailPointClient limited = SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
                .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()))
                .rateLimiter(limiter)
                .deadline(Duration.ofSeconds(50)));
        Ending<?> ending = Ending.of(call.apply(limited.personalAccessTokens()));
        Conditions.await(() -> !limiter.getRemainingPause().isZero());

        limited.disposeLater().block(SOON);

        ending.awaitEnd();
        return ending;
    }
}
