package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.test.publisher.TestPublisher;

/** Demand and cancel, in an attempt and between two. */
class RetryDemandTest {
    private final TestPublisher<String> first = TestPublisher.create();
    private final TestPublisher<String> second = TestPublisher.create();
    private final TestPublisher<Boolean> decision = TestPublisher.create();
    private final Queue<Publisher<String>> attempts = new ArrayDeque<>(List.of(first, second));
    private final List<Object> signals = new ArrayList<>();
    private int successes;

    private final RetryFlux<String> calls = new RetryFlux<>(() -> new RetryFlux.Attempts<>() {
        @Override
        public Flux<String> next() {
            return Flux.from(attempts.remove());
        }

        @Override
        public void succeeded() {
            successes++;
        }

        @Override
        public Mono<Boolean> afterFailure(Throwable error) {
            return decision.mono();
        }
    });

    private final class Results extends BaseSubscriber<String> {
        private Subscription retry = Operators.emptySubscription();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            retry = subscription;
        }

        @Override
        protected void hookOnNext(String result) {
            signals.add(result);
        }

        @Override
        protected void hookOnError(Throwable error) {
            signals.add(error);
        }

        @Override
        protected void hookOnComplete() {
            signals.add("completed");
        }
    }

    private final Results subscriber = new Results();

    private void failFirst() {
        first.error(new IllegalStateException("made up"));
    }

    @Test
    void attemptGetsTheDemandOfTheSubscriber() {
        List<Long> requested = new ArrayList<>();
        attempts.clear();
        attempts.add(first.flux().doOnRequest(requested::add));
        calls.subscribe(subscriber);
        assertThat(requested).isEmpty();

        subscriber.request(2);
        subscriber.request(3);
        assertThat(requested).containsExactly(2L, 3L);
        first.next("one");
        first.complete();
        assertThat(signals).containsExactly("one", "completed");
        assertThat(successes).isEqualTo(1);
    }

    @Test
    void nextAttemptGetsTheDemandThatCameBefore() {
        calls.subscribe(subscriber);
        subscriber.request(2);
        failFirst();
        subscriber.request(3);
        assertThat(signals).isEmpty();
        decision.emit(true);

        second.assertMinRequested(5);
        second.next("one", "two", "three", "four", "five");
        second.complete();
        assertThat(signals).containsExactly("one", "two", "three", "four", "five", "completed");
    }

    @Test
    void decisionWithoutAnotherAttemptCompletes() {
        calls.subscribe(subscriber);
        failFirst();
        decision.complete();

        assertThat(signals).containsExactly("completed");
        assertThat(successes).isZero();
    }

    @Test
    void cancelEndsTheAttempt() {
        calls.subscribe(subscriber);
        subscriber.retry.cancel();
        subscriber.retry.cancel();

        first.assertCancelled();
        assertThat(attempts).hasSize(1);
    }

    @Test
    void cancelEndsADecision() {
        calls.subscribe(subscriber);
        failFirst();
        subscriber.retry.cancel();

        decision.assertCancelled();
        assertThat(attempts).hasSize(1);
    }

    @Test
    void cancelAtTheMomentOfAFailureLeavesNoFurtherAttempt() {
        TestPublisher<String> unaware = TestPublisher.createNoncompliant(TestPublisher.Violation.DEFER_CANCELLATION);
        attempts.clear();
        attempts.add(unaware);
        calls.subscribe(subscriber);
        subscriber.retry.cancel();
        unaware.error(new IllegalStateException("made up"));

        decision.assertWasNotSubscribed();
        assertThat(signals).isEmpty();
    }

    @Test
    void attemptThatBeginsAfterTheCancelIsCancelled() {
        attempts.clear();
        attempts.add(first.flux().doFirst(() -> subscriber.retry.cancel()));
        calls.subscribe(subscriber);

        first.assertCancelled();
    }

    @Test
    void subscriptionAnswersItsState() {
        calls.subscribe(subscriber);
        Scannable subscription = Scannable.from(subscriber.retry);
        assertThat(subscription.scanUnsafe(Attr.ACTUAL)).isSameAs(subscriber);
        assertThat(subscription.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.SYNC);
        assertThat(subscription.scan(Attr.CANCELLED)).isFalse();
        assertThat(subscription.scan(Attr.TERMINATED)).isFalse();
        first.complete();
        assertThat(subscription.scan(Attr.TERMINATED)).isTrue();
        subscriber.retry.cancel();
        assertThat(subscription.scan(Attr.CANCELLED)).isTrue();
    }
}
