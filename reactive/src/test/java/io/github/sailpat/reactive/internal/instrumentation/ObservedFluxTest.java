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
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

class ObservedFluxTest {
    private final List<CallOutcome> ends = new CopyOnWriteArrayList<>();
    private final ObservedFlux.Eye eye = new ObservedFlux.Eye() {
        @Override
        public Context begun(Context context) {
            return context;
        }

        @Override
        public void ended(CallOutcome outcome, @Nullable Throwable error) {
            ends.add(outcome);
        }
    };

    @Test
    void aCancelAfterTheEndIsNoSecondEnd() {
        ByHand hand = new ByHand();
        Subscriber subscriber = new Subscriber();
        new ObservedFlux<>(hand, eye).subscribe(subscriber);

        hand.actual.onComplete();
        subscriber.given.cancel();

        assertThat(ends).containsExactly(CallOutcome.SUCCESS);
    }

    @Test
    void anEndAfterACancelIsNoSecondEnd() {
        ByHand hand = new ByHand();
        Subscriber subscriber = new Subscriber();
        new ObservedFlux<>(hand, eye).subscribe(subscriber);

        subscriber.cancel();
        hand.actual.onError(new IllegalStateException("too late"));

        assertThat(ends).containsExactly(CallOutcome.CANCELLED);
    }

    @Test
    void ofACancelAndAnEndThatMeetOneIsTold() {
        for (int i = 0; i < 2_000; i++) {
            ends.clear();
            ByHand hand = new ByHand();
            Subscriber subscriber = new Subscriber();
            new ObservedFlux<>(hand, eye).subscribe(subscriber);

            Mono.when(
                            Mono.fromRunnable(hand.actual::onComplete).subscribeOn(Schedulers.parallel()),
                            Mono.fromRunnable(subscriber.given::cancel).subscribeOn(Schedulers.parallel()))
                    .block(Duration.ofSeconds(10));

            assertThat(ends).hasSize(1);
        }
    }

    private static final class Subscriber extends BaseSubscriber<String> {
        Subscription given = Operators.emptySubscription();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            given = subscription;
        }

        @Override
        protected void hookOnError(Throwable error) {
            // A test may send one.
        }
    }

    /** A source whose signals the test gives. */
    private static final class ByHand extends Flux<String> {
        private @Nullable CoreSubscriber<? super String> actual;

        @Override
        public void subscribe(CoreSubscriber<? super String> subscriber) {
            actual = subscriber;
            subscriber.onSubscribe(Operators.emptySubscription());
        }
    }
}
