package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.instrumentation.BulkObservation;
import io.github.sailpat.reactive.internal.instrumentation.Unobserved;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.TestPublisher;

/** What the operator of a job, its subscription and its items answer to {@link Scannable#scan}. */
class BulkScanTest {
    private static final ApiCall<String> CALL = new ApiCall<>(
            "deletePersonalAccessToken",
            "DELETE",
            "/{id}",
            "/id",
            null,
            null,
            CallKind.DELETE,
            (s, b, t) -> Flux.empty());

    private final TestPublisher<Integer> source = TestPublisher.create();
    private final TestPublisher<String> call = TestPublisher.create();
    private final DefaultBulkJob<Integer, String> job = new DefaultBulkJob<>(
            source,
            BulkOptions.standard(),
            3,
            (input, received) -> new BulkCallFactory.Prepared<>(
                    new CallContext(CALL, Duration.ofSeconds(9), Duration.ofMinutes(1), TimeSource.system()),
                    input == 0 ? Flux.just("done") : call.flux(),
                    null,
                    error -> {}),
            TimeSource.system(),
            () -> Duration.ZERO,
            new BulkObservation(Unobserved.client(), "delete"),
            new OpenCalls(Runnable::run, Schedulers.parallel()),
            new UndeliveredSecretHandler(null),
            null);
    private final Outcomes outcomes = new Outcomes();

    @Test
    void operatorAnswersItsSourceAndItsPrefetch() {
        assertThat(Scannable.from(job).scanUnsafe(Attr.PARENT)).isNotNull();
        assertThat(job.scan(Attr.PREFETCH)).isEqualTo(3);
        assertThat(job.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        assertThat(job.stepName()).isEqualTo("bulk delete");
    }

    @Test
    void subscriptionAnswersDemandBufferAndItems() {
        Scannable subscription = subscription();
        source.next(0, 1);

        assertThat(subscription.scanUnsafe(Attr.ACTUAL)).isNotNull();
        assertThat(subscription.scanUnsafe(Attr.PARENT)).isNotNull();
        assertThat(subscription.scan(Attr.PREFETCH)).isEqualTo(3);
        assertThat(subscription.scan(Attr.REQUESTED_FROM_DOWNSTREAM)).isZero();
        assertThat(subscription.scan(Attr.BUFFERED)).isOne();
        assertThat(subscription.scan(Attr.TERMINATED)).isFalse();
        assertThat(subscription.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        assertThat(subscription.stepName()).isEqualTo("bulk delete");

        outcomes.request(2);
        assertThat(subscription.scan(Attr.REQUESTED_FROM_DOWNSTREAM)).isOne();
        assertThat(subscription.scan(Attr.BUFFERED)).isZero();

        call.emit("done");
        source.error(new IllegalStateException("no file"));
        assertThat(subscription.scan(Attr.TERMINATED)).isTrue();
        assertThat(subscription.scan(Attr.CANCELLED)).isFalse();
        assertThat(subscription.scan(Attr.ERROR)).hasMessage("no file");
    }

    @Test
    void itemAnswersItsStateAndTheSubscription() {
        Scannable subscription = subscription();
        source.next(1);
        Scannable item = subscription.inners().findFirst().orElseThrow();

        assertThat(item.scanUnsafe(Attr.ACTUAL)).isSameAs(subscription);
        assertThat(item.scanUnsafe(Attr.PARENT)).isNotNull();
        assertThat(item.scan(Attr.PREFETCH)).isEqualTo(Integer.MAX_VALUE);
        assertThat(item.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.SYNC);
        assertThat(item.scan(Attr.TERMINATED)).isFalse();
        assertThat(item.stepName()).isEqualTo("bulkItem");

        call.emit("done");
        assertThat(item.scan(Attr.TERMINATED)).isTrue();
        assertThat(item.scan(Attr.CANCELLED)).isFalse();
        assertThat(subscription.inners()).isEmpty();
    }

    @Test
    void cancelIsAnsweredByTheSubscriptionAndTheItem() {
        Scannable subscription = subscription();
        source.next(1);
        Scannable item = subscription.inners().findFirst().orElseThrow();

        outcomes.cancel();

        assertThat(subscription.scan(Attr.CANCELLED)).isTrue();
        assertThat(subscription.scan(Attr.TERMINATED)).isFalse();
        assertThat(item.scan(Attr.CANCELLED)).isTrue();
        assertThat(subscription.inners()).isEmpty();
    }

    /** The subscription of the job, below the checkpoint. */
    private Scannable subscription() {
        job.subscribe(outcomes);
        return Scannable.from(outcomes.subscription)
                .parents()
                .filter(BulkSubscription.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static final class Outcomes extends BaseSubscriber<BulkOutcome<Integer, String>> {
        private Subscription subscription = Operators.emptySubscription();

        @Override
        protected void hookOnSubscribe(Subscription upstream) {
            subscription = upstream;
        }

        @Override
        protected void hookOnError(Throwable error) {
            // A test may emit one.
        }
    }
}
