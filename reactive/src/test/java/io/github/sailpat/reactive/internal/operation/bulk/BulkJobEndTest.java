package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.TraceLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

/** A stop, a cancel or an error that comes in the middle of something else, or when all is over. */
class BulkJobEndTest extends ScriptedJob {
    private final RuntimeException failure = new IllegalStateException("made up");
    private final List<Object> dropped = new ArrayList<>();

    /** The job with a subscriber that learns of errors and elements that nobody gets. */
    private Flux<?> observingDrops(DefaultBulkJob<Integer, Object> job) {
        Consumer<Throwable> errors = dropped::add;
        return job.doOnDiscard(Integer.class, dropped::add)
                .contextWrite(context -> Context.of(context).put("reactor.onErrorDropped.local", errors));
    }

    @Test
    void inputAfterTheTerminationIsDiscarded() {
        DefaultBulkJob<Integer, Object> job = job();
        observingDrops(job).subscribe();
        job.stop();
        source.next(7);

        assertThat(dropped).containsExactly(7);
        assertThat(job.getProgress().getTaken()).isZero();
    }

    @Test
    void errorOfTheSourceAfterTheTerminationIsDropped() {
        DefaultBulkJob<Integer, Object> job = job();
        observingDrops(job).subscribe();
        job.stop();
        source.error(failure);

        assertThat(dropped).containsExactly(failure);
    }

    @Test
    void sourceThatThrowsAtItsCancelDoesNotKeepAJobFromItsEnd() {
        DefaultBulkJob<Integer, Object> job = job(Flux.from(subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                // It emits nothing.
            }

            @Override
            public void cancel() {
                throw failure;
            }
        })));
        List<String> ends = new ArrayList<>();
        observingDrops(job).subscribe(outcome -> {}, error -> {}, () -> ends.add("completed"));
        job.stop();

        assertThat(ends).containsExactly("completed");
        assertThat(dropped).containsExactly(failure);
    }

    @Test
    void stopWhileACallIsPreparedReachesIt() {
        DefaultBulkJob<Integer, Object> job = job();
        whilePrepared = () -> {
            calls.get(0).waiting = true;
            job.stop();
        };
        start(job);

        calls.get(0).results.assertCancelled();
        assertThat(outcomes.only()).isInstanceOf(NotAttempted.class);
        assertThat(outcomes.completed).isTrue();
    }

    @Test
    void cancelWhileACallIsPreparedReachesIt() {
        whilePrepared = outcomes::cancel;
        start(job());
        calls.get(0).results.assertCancelled();
        calls.get(0).received.accept(token("id-1"));

        assertThat(undelivered).containsExactly(token("id-1"));
    }

    @Test
    void cancelEndsWhatStopsTheJob() {
        TestPublisher<Object> stopWhen = TestPublisher.create();
        DefaultBulkJob<Integer, Object> job = job(options -> options.stopWhen(stopWhen), null);
        start(job);
        outcomes.cancel();

        stopWhen.assertCancelled();
        assertThat(job.getProgress().getInFlight()).isZero();
    }

    @Test
    void clientDoesNotWaitForAJobThatHasEnded() {
        start(job());
        List<String> drained = new ArrayList<>();
        outcomes.cancel();
        openCalls.drain().subscribe(nothing -> {}, drop -> {}, () -> drained.add("drained"));

        assertThat(drained).containsExactly("drained");
    }

    /** One of its own deadline, for example, which does not say that the next ones cannot be sent. */
    @Test
    void itemThatWasNotAttemptedDoesNotStopTheJob() {
        job(options -> options.failureShare(0.1).failureShareAfter(1), null).subscribe(outcomes);
        outcomes.requestUnbounded();
        source.next(0);
        calls.get(0)
                .results
                .error(new DeadlineExceededException(
                        summary(CallPhase.RATE_LIMIT), Duration.ofSeconds(1), null, false, null));
        assertThat(outcomes.only()).isInstanceOf(NotAttempted.class);
        source.assertNotCancelled();
        source.next(1);
        calls.get(1).results.emit("result");

        assertThat(outcomes.received.get(1)).isInstanceOf(Succeeded.class);
    }

    @Test
    void secretInAnErrorThatIsNotEmittedIsHandedOver() {
        job().subscribe(outcomes);
        source.next(0);
        calls.get(0)
                .results
                .error(new RotationFailedException(
                        summary(CallPhase.RESPONSE), RotationState.NOT_HANDED_OVER, "id-0", token("id-1"), failure));
        assertThat(undelivered).isEmpty();
        outcomes.cancel();

        assertThat(undelivered).containsExactly(token("id-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "failed", "cancelled"})
    void endIsLoggedOnceWithTheNumbers(String end) {
        try (TraceLog log = TraceLog.start()) {
            ScriptedCall call = start(job());
            call.results.emit("result");
            switch (end) {
                case "completed" -> source.complete();
                case "failed" -> source.error(failure);
                default -> {
                    outcomes.cancel();
                    outcomes.cancel();
                }
            }

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("Bulk create " + end))
                    .singleElement()
                    .asString()
                    .startsWith("DEBUG io.github.sailpat.bulk")
                    .contains("1 inputs taken, 1 succeeded, 0 rejected");
        }
    }
}
