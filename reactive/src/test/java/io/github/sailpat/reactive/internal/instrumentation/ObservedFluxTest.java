package io.github.sailpat.reactive.internal.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.observation.CallOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

class ObservedFluxTest {
    private final List<CallOutcome> outcomes = new CopyOnWriteArrayList<>();
    private final ObservedFlux.Listener listener = new ObservedFlux.Listener() {
        @Override
        public Context started(Context context) {
            return context;
        }

        @Override
        public CallOutcome cancelling(boolean emitted) {
            return emitted ? CallOutcome.ENDED_BY_CONSUMER : CallOutcome.CANCELLED;
        }

        @Override
        public void terminated(CallOutcome outcome, @Nullable Throwable error) {
            outcomes.add(outcome);
        }
    };

    @Test
    void cancelAfterTerminationIsNotReported() {
        ManualSource source = new ManualSource();
        Subscriber subscriber = new Subscriber();
        new ObservedFlux<>(source, listener).subscribe(subscriber);

        source.actual.onComplete();
        subscriber.subscription.cancel();

        assertThat(outcomes).containsExactly(CallOutcome.SUCCESS);
    }

    @Test
    void terminationAfterCancelIsNotReported() {
        ManualSource source = new ManualSource();
        Subscriber subscriber = new Subscriber();
        new ObservedFlux<>(source, listener).subscribe(subscriber);

        subscriber.cancel();
        source.actual.onError(new IllegalStateException("too late"));

        assertThat(outcomes).containsExactly(CallOutcome.CANCELLED);
    }

    @Test
    void oneOutcomeIsReportedWhenCancelRacesWithComplete() {
        for (int i = 0; i < 2_000; i++) {
            outcomes.clear();
            ManualSource source = new ManualSource();
            Subscriber subscriber = new Subscriber();
            new ObservedFlux<>(source, listener).subscribe(subscriber);

            Mono.when(
                            Mono.fromRunnable(source.actual::onComplete).subscribeOn(Schedulers.parallel()),
                            Mono.fromRunnable(subscriber.subscription::cancel).subscribeOn(Schedulers.parallel()))
                    .block(Duration.ofSeconds(10));

            assertThat(outcomes).hasSize(1);
        }
    }

    private static final class Subscriber extends BaseSubscriber<String> {
        Subscription subscription = Operators.emptySubscription();

        @Override
        protected void hookOnSubscribe(Subscription upstream) {
            subscription = upstream;
        }

        @Override
        protected void hookOnError(Throwable error) {
            // A test may send one.
        }
    }

    /** A source whose signals the test emits. */
    private static final class ManualSource extends Flux<String> {
        private @Nullable CoreSubscriber<? super String> actual;

        @Override
        public void subscribe(CoreSubscriber<? super String> subscriber) {
            actual = subscriber;
            subscriber.onSubscribe(Operators.emptySubscription());
        }
    }

    @Test
    void answersToScan() {
        ManualSource source = new ManualSource();
        Subscriber subscriber = new Subscriber();
        ObservedFlux<String> observed = new ObservedFlux<>(source, listener);
        observed.subscribe(subscriber);
        Scannable inner = Scannable.from(subscriber.subscription);

        assertThat(observed.scan(Scannable.Attr.RUN_STYLE)).isEqualTo(Scannable.Attr.RunStyle.SYNC);
        assertThat(inner.scan(Scannable.Attr.RUN_STYLE)).isEqualTo(Scannable.Attr.RunStyle.SYNC);
        assertThat(inner.scanUnsafe(Scannable.Attr.ACTUAL)).isSameAs(subscriber);
        assertThat(inner.scanUnsafe(Scannable.Attr.PARENT)).isNotNull();
        assertThat(inner.scan(Scannable.Attr.TERMINATED)).isFalse();
        assertThat(inner.scan(Scannable.Attr.CANCELLED)).isFalse();

        source.actual.onError(new IllegalStateException("broken"));
        assertThat(inner.scan(Scannable.Attr.TERMINATED)).isTrue();
        assertThat(inner.scan(Scannable.Attr.ERROR)).hasMessage("broken");
    }
}
