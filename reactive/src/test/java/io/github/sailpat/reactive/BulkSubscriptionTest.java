package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class BulkSubscriptionTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0));
    private final TestClient client =
            TestClient.of(tenant, b -> TestClient.unlimited(b).maxConnections(8));

    BulkSubscriptionTest() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(204, null));
    }

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private static Flux<String> ids(int count) {
        return Flux.range(0, count).map(i -> "id-" + i);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestsAtMostTheConcurrencyAheadOfTheSubscriber(boolean ordered) {
        AtomicLong asked = new AtomicLong();
        AtomicLong received = new AtomicLong();
        AtomicLong most = new AtomicLong();
        Flux<String> source = ids(500).doOnRequest(n -> {
            long ahead = asked.addAndGet(n) - received.get();
            most.accumulateAndGet(ahead, Math::max);
        });

        client.tokens()
                .deleteAll(source, BulkOptions.create(b -> b.concurrency(5).ordered(ordered)))
                .doOnNext(o -> received.incrementAndGet())
                .blockLast(SOON);

        assertThat(received).hasValue(500);
        assertThat(most.get()).isEqualTo(5);
    }

    @Test
    void subscriberWithoutDemandPausesTheJob() {
        AtomicLong taken = new AtomicLong();
        BulkJob<String, String> job = client.tokens()
                .deleteAll(ids(100).doOnNext(id -> taken.incrementAndGet()), BulkOptions.create(b -> b.concurrency(5)));

        StepVerifier.create(job, 0)
                .expectSubscription()
                .then(() -> untilKnown(job, 5))
                .then(() -> assertThat(taken).hasValue(5))
                .thenRequest(3)
                .expectNextCount(3)
                .then(() -> untilKnown(job, 8))
                .then(() -> assertThat(taken).hasValue(8))
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(97)
                .expectComplete()
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(100);
    }

    private static void untilKnown(BulkJob<?, ?> job, long count) {
        Mono.delay(Duration.ofMillis(10))
                .repeat(() -> job.getProgress().getOutcomes() < count)
                .then(Mono.delay(Duration.ofMillis(50))) // and a little longer, for one too many
                .block(SOON);
        assertThat(job.getProgress().getOutcomes()).isEqualTo(count);
    }

    @Test
    void concurrencyIsLimitedByTheConnections() {
        TestPublisher<String> source = TestPublisher.create();
        AtomicLong asked = new AtomicLong();

        client.tokens()
                .deleteAll(source.flux().doOnRequest(asked::addAndGet), BulkOptions.create(b -> b.concurrency(1_000)))
                .subscribe()
                .dispose();

        assertThat(asked).hasValue(8);
        source.assertCancelled();
    }

    @Test
    void orderedJobBuffersABoundedWindowBehindASlowItem() {
        tenant.getFaults().clear();
        tenant.getFaults()
                .add(Fault.on(Operation.DELETE)
                        .times(1)
                        .delay(Duration.ofMillis(700))
                        .status(204, null));
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(204, null));
        AtomicLong taken = new AtomicLong();
        AtomicLong takenAtFirst = new AtomicLong();

        StepVerifier.create(client.tokens()
                        .deleteAll(
                                ids(50).doOnNext(id -> taken.incrementAndGet()),
                                BulkOptions.create(b -> b.concurrency(4).ordered(true)))
                        .doOnNext(o -> takenAtFirst.compareAndSet(0, taken.get()))
                        .map(BulkOutcome::getIndex))
                .expectNextSequence(LongStream.range(0, 50).boxed().toList())
                .expectComplete()
                .verify(SOON);
        assertThat(takenAtFirst).hasValue(4);
    }

    @Test
    void subscriberThatRequestsOneByOneReceivesAll() {
        AtomicLong count = new AtomicLong();
        Mono<Void> done = Mono.create(sink -> client.tokens()
                .deleteAll(ids(2_000), BulkOptions.standard())
                .subscribe(new BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(Subscription subscription) {
                        request(1);
                    }

                    @Override
                    protected void hookOnNext(BulkOutcome<String, String> outcome) {
                        count.incrementAndGet();
                        request(1);
                    }

                    @Override
                    protected void hookOnComplete() {
                        sink.success();
                    }
                }));
        done.block(SOON);
        assertThat(count).hasValue(2_000);
    }

    @Test
    void jobThatIsCancelledWhileItIsSubscribedToDelaysNoClose() {
        client.tokens().deleteAll(ids(3), BulkOptions.standard()).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                cancel();
            }
        });
        StepVerifier.create(client.client().disposeLater(Duration.ofMinutes(1)))
                .expectComplete()
                .verify(SOON);
    }
}
