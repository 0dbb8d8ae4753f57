package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkProgress;
import io.github.sailpat.reactive.internal.delivery.UndeliveredSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

/** What a job makes of the signals of its source, of its subscriber, and of what stops it. */
class BulkJobSignalsTest extends ScriptedJob {
    private final RuntimeException failure = new IllegalStateException("made up");

    private List<Long> indices() {
        return outcomes.received.stream().map(BulkOutcome::getIndex).toList();
    }

    @Test
    void inputsAreRequestedAsOutcomesAreEmitted() {
        job().subscribe(outcomes);
        assertThat(requested).containsExactly(3L);
        source.next(0, 1, 2);
        calls.get(2).results.emit("c");
        calls.get(0).results.emit("a");
        assertThat(requested).containsExactly(3L);

        outcomes.request(1);
        assertThat(requested).containsExactly(3L, 1L);
        assertThat(indices()).containsExactly(2L);
        outcomes.request(5);
        assertThat(requested).containsExactly(3L, 1L, 1L);
        calls.get(1).results.emit("b");
        assertThat(indices()).containsExactly(2L, 0L, 1L);
        assertThat(requested).containsExactly(3L, 1L, 1L, 1L);

        source.complete();
        assertThat(outcomes.completed).isTrue();
    }

    @Test
    void orderedJobWaitsForTheFirstInput() {
        job(options -> options.ordered(true), null).subscribe(outcomes);
        outcomes.requestUnbounded();
        source.next(0, 1, 2);
        calls.get(2).results.emit("c");
        calls.get(1).results.emit("b");
        assertThat(outcomes.received).isEmpty();

        calls.get(0).results.emit("a");
        assertThat(indices()).containsExactly(0L, 1L, 2L);
        source.next(3);
        calls.get(3).results.emit("d");
        assertThat(indices()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void errorOfTheSourceIsEmittedAfterTheItemsInFlight() {
        ScriptedCall call = start(job());
        source.error(failure);
        assertThat(outcomes.error).isNull();

        call.results.emit("result");
        assertThat(outcomes.only().getIndex()).isZero();
        assertThat(outcomes.error).isSameAs(failure);
        assertThat(outcomes.completed).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sourceThatBreaksARuleIsCancelledAndFailsTheJob(boolean emitsNull) {
        job().subscribe(outcomes);
        outcomes.requestUnbounded();
        if (emitsNull) {
            source.next((Integer) null);
        } else {
            source.next(0, 1, 2, 3);
        }
        source.assertCancelled();
        assertThat(calls).hasSize(emitsNull ? 0 : 3);
        calls.forEach(call -> call.results.emit("result"));

        assertThat(outcomes.error).hasMessageContaining(emitsNull ? "rule 2.13" : "rule 1.1");
    }

    @Test
    void inputAfterACancelIsDiscarded() {
        List<Object> discarded = new ArrayList<>();
        job().doOnDiscard(Integer.class, discarded::add).subscribe(outcomes);
        outcomes.cancel();
        source.assertCancelled();
        source.next(7);

        assertThat(discarded).containsExactly(7);
        assertThat(calls).isEmpty();
    }

    @Test
    void inputAfterAStopIsNotAttempted() {
        DefaultBulkJob<Integer, Object> job = job();
        start(job);
        job.stop();
        source.assertCancelled();
        source.next(1);
        calls.get(0).results.emit("result");
        outcomes.request(1);

        assertThat(calls).hasSize(1);
        assertThat(indices()).containsExactlyInAnyOrder(0L, 1L);
        assertThat(outcomes.received)
                .filteredOn(outcome -> outcome.getIndex() == 1)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(NotAttempted.class));
        assertThat(outcomes.completed).isTrue();
    }

    @Test
    void jobThatWasStoppedBeforeTakesNoInput() {
        DefaultBulkJob<Integer, Object> job = job();
        job.stop();
        job.subscribe(outcomes);
        outcomes.requestUnbounded();

        assertThat(requested).isEmpty();
        assertThat(outcomes.completed).isTrue();
        assertThat(job.getProgress().isStopped()).isTrue();

        Outcomes second = new Outcomes();
        job.subscribe(second);
        assertThat(second.error).hasMessageContaining("was stopped by stop()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"next", "complete", "error"})
    void anySignalOfStopWhenStopsTheJob(String signal) {
        TestPublisher<Object> stopWhen = TestPublisher.create();
        DefaultBulkJob<Integer, Object> job = job(options -> options.stopWhen(stopWhen), null);
        ScriptedCall call = start(job);
        call.waiting = true;
        assertThat(job.getProgress().isStopped()).isFalse();
        switch (signal) {
            case "next" -> stopWhen.next("stop");
            case "complete" -> stopWhen.complete();
            default -> stopWhen.error(failure);
        }

        assertThat(outcomes.only()).isInstanceOf(NotAttempted.class);
        assertThat(outcomes.only().getError()).isSameAs(signal.equals("error") ? failure : null);
        assertThat(outcomes.completed).isTrue();
        assertThat(job.getProgress().isStopped()).isTrue();
        assertThat(stopWhen.wasCancelled()).isEqualTo(signal.equals("next"));
    }

    @Test
    void stopWhenIsCancelledWhenTheJobTerminates() {
        TestPublisher<Object> stopWhen = TestPublisher.create();
        ScriptedCall call = start(job(options -> options.stopWhen(stopWhen), null));
        source.complete();
        stopWhen.assertNotCancelled();
        call.results.emit("result");

        stopWhen.assertCancelled();
        assertThat(outcomes.completed).isTrue();
    }

    @Test
    void shareOfFailuresStopsTheJobWithTheErrorThatReachesIt() {
        DefaultBulkJob<Integer, Object> job =
                job(options -> options.failureShare(0.5).failureShareAfter(2), null);
        job.subscribe(outcomes);
        outcomes.requestUnbounded();
        source.next(0, 1, 2);
        calls.get(2).waiting = true;
        calls.get(0).results.emit("result");
        source.assertNotCancelled();
        calls.get(1).results.error(failure);

        source.assertCancelled();
        assertThat(outcomes.received.get(2)).isInstanceOf(NotAttempted.class);
        assertThat(outcomes.received.get(2).getError()).isSameAs(failure);
        assertThat(outcomes.completed).isTrue();
        assertThat(job.getProgress().isStopped()).isTrue();
    }

    @Test
    void closeOfTheClientStopsTheJobWithAnErrorThatSaysSo() {
        DefaultBulkJob<Integer, Object> job = job();
        ScriptedCall call = start(job);
        call.waiting = true;
        openCalls.close().subscribe();

        assertThat(outcomes.only()).isInstanceOf(NotAttempted.class);
        assertThat(outcomes.only().getError()).isInstanceOf(ClientClosedException.class);
        assertThat(job.getProgress().isStopped()).isTrue();

        Outcomes second = new Outcomes();
        job.subscribe(second);
        assertThat(second.error).isInstanceOf(ClientClosedException.class);
    }

    @Test
    void requestOfNothingFailsTheJobAndCancelsItsSource() {
        LawlessSubscriber subscriber = new LawlessSubscriber();
        job().subscribe(subscriber);
        subscriber.subscription.request(0);

        source.assertCancelled();
        assertThat(subscriber.errors).singleElement().isInstanceOf(IllegalArgumentException.class);
        subscriber.subscription.request(-1);
        assertThat(subscriber.errors).hasSize(1);
    }

    /** A subscriber that breaks the rules: it requests nothing, and throws. */
    private final class LawlessSubscriber implements CoreSubscriber<BulkOutcome<Integer, Object>> {
        private final List<Throwable> errors = new ArrayList<>();
        private Subscription subscription = Operators.emptySubscription();

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(BulkOutcome<Integer, Object> outcome) {
            throw failure;
        }

        @Override
        public void onError(Throwable error) {
            errors.add(error);
        }

        @Override
        public void onComplete() {
            errors.add(new AssertionError("completed"));
        }
    }

    @Test
    void subscriberThatThrowsGetsItsErrorAndTheJobIsCancelled() {
        LawlessSubscriber subscriber = new LawlessSubscriber();
        job().subscribe(subscriber);
        subscriber.subscription.request(Long.MAX_VALUE);
        source.next(0, 1);
        calls.get(0).results.emit("result");

        source.assertCancelled();
        calls.get(1).results.assertCancelled();
        assertThat(subscriber.errors).containsExactly(failure);
    }

    @Test
    void progressCountsWhatIsInFlightAndWhatWaits() {
        DefaultBulkJob<Integer, Object> job = job();
        job.subscribe(outcomes);
        outcomes.requestUnbounded();
        source.next(0, 1, 2);
        calls.get(1).waitingForPermit = true;
        remainingPause = Duration.ofSeconds(7);

        assertThat(job.getProgress())
                .returns(3L, BulkProgress::getTaken)
                .returns(3, BulkProgress::getInFlight)
                .returns(1, BulkProgress::getWaitingForPermit)
                .returns(Duration.ofSeconds(7), BulkProgress::getRemainingPause)
                .returns(false, BulkProgress::isStopped);

        time.advanceTimeBy(Duration.ofSeconds(2));
        calls.forEach(call -> call.results.emit("result"));
        source.complete();
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(job.getProgress())
                .returns(1.5, BulkProgress::getRatePerSecond)
                .returns(3L, BulkProgress::getSucceeded)
                .returns(0, BulkProgress::getInFlight)
                .returns(0, BulkProgress::getWaitingForPermit)
                .returns(Duration.ZERO, BulkProgress::getRemainingPause);
    }

    @Test
    void outcomeThatTheAdapterOfTheSubscriberDroppedIsHandedOver() {
        UndeliveredSignal signal = new UndeliveredSignal();
        Flux.from(job())
                .contextWrite(context -> signal.putInto(Context.of(context)))
                .subscribe(outcomes);
        outcomes.requestUnbounded();
        source.next(0);
        calls.get(0).results.emit(token("id-1"));
        assertThat(undelivered).isEmpty();
        signal.report();

        assertThat(undelivered).containsExactly(token("id-1"));
    }
}
