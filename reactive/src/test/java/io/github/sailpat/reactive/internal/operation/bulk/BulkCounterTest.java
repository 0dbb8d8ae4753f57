package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkProgress;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class BulkCounterTest {
    private final AtomicLong nanoTime = new AtomicLong();
    private final BulkCounter counter =
            new BulkCounter(new TimeSource(Schedulers.parallel(), nanoTime::get, Instant::now));

    private void count(BulkOutcomeKind kind, int times) {
        for (int i = 0; i < times; i++) {
            counter.countOutcome(kind);
        }
    }

    @Test
    void snapshotHasEachKindAndTheirSum() {
        counter.countTaken();
        count(BulkOutcomeKind.SUCCEEDED, 5);
        count(BulkOutcomeKind.REJECTED, 4);
        count(BulkOutcomeKind.UNKNOWN, 3);
        count(BulkOutcomeKind.SECRET_LOST, 2);
        count(BulkOutcomeKind.NOT_ATTEMPTED, 1);

        BulkProgress progress = counter.snapshot(7, 6, Duration.ofSeconds(8), true);

        assertThat(progress)
                .returns(1L, BulkProgress::getTaken)
                .returns(7, BulkProgress::getInFlight)
                .returns(6, BulkProgress::getWaitingForPermit)
                .returns(5L, BulkProgress::getSucceeded)
                .returns(4L, BulkProgress::getRejected)
                .returns(3L, BulkProgress::getUnknown)
                .returns(2L, BulkProgress::getSecretLost)
                .returns(1L, BulkProgress::getNotAttempted)
                .returns(15L, BulkProgress::getOutcomes)
                .returns(Duration.ofSeconds(8), BulkProgress::getRemainingPause)
                .returns(true, BulkProgress::isStopped);
    }

    @Test
    void failureShareCountsAttemptedItemsOnly() {
        count(BulkOutcomeKind.SUCCEEDED, 8);
        count(BulkOutcomeKind.REJECTED, 1);
        count(BulkOutcomeKind.NOT_ATTEMPTED, 100);
        assertThat(counter.isFailureShareReached(0.2, 10)).isFalse();

        count(BulkOutcomeKind.SECRET_LOST, 1);
        assertThat(counter.isFailureShareReached(0.2, 10)).isTrue();
        assertThat(counter.isFailureShareReached(0.2, 11)).isFalse();
    }

    @Test
    void failureShareDoesNotCountWhatAnEarlierRunHasDone() {
        for (int i = 0; i < 50; i++) {
            counter.countDoneBefore(BulkOutcomeKind.REJECTED);
            counter.countDoneBefore(BulkOutcomeKind.SUCCEEDED);
        }
        count(BulkOutcomeKind.REJECTED, 1);
        assertThat(counter.isFailureShareReached(0.2, 2)).isFalse();

        count(BulkOutcomeKind.SUCCEEDED, 1);
        assertThat(counter.isFailureShareReached(0.5, 2)).isTrue();
        assertThat(counter.isFailureShareReached(0.6, 2)).isFalse();
    }

    @Test
    void whatAnEarlierRunHasDoneIsCountedApartAndInTheOutcomes() {
        counter.markStarted();
        count(BulkOutcomeKind.UNKNOWN, 2);
        count(BulkOutcomeKind.SECRET_LOST, 1);
        count(BulkOutcomeKind.SUCCEEDED, 1);
        counter.countDoneBefore(BulkOutcomeKind.REJECTED);
        counter.countDoneBefore(BulkOutcomeKind.SUCCEEDED);
        nanoTime.set(2_000_000_000L);

        assertThat(counter.snapshot(0, 0, Duration.ZERO, false))
                .returns(2L, BulkProgress::getDoneBefore)
                .returns(1L, BulkProgress::getRejected)
                .returns(2L, BulkProgress::getSucceeded)
                .returns(2.0, BulkProgress::getRatePerSecond);
    }

    @Test
    void kindIsThatOfTheStateInTheJournal() {
        assertThat(BulkCounter.kindOf(BulkJournalState.SUCCEEDED)).isEqualTo(BulkOutcomeKind.SUCCEEDED);
        assertThat(BulkCounter.kindOf(BulkJournalState.REJECTED)).isEqualTo(BulkOutcomeKind.REJECTED);
        assertThat(BulkCounter.kindOf(BulkJournalState.SECRET_LOST)).isEqualTo(BulkOutcomeKind.SECRET_LOST);
        assertThat(BulkCounter.kindOf(BulkJournalState.UNKNOWN)).isEqualTo(BulkOutcomeKind.UNKNOWN);
    }

    @Test
    void kindIsThatOfTheOutcome() {
        Throwable error = new IllegalStateException("made up");

        assertThat(BulkCounter.kindOf(new BulkOutcome.Succeeded<>("input", 0, 1, "result")))
                .isEqualTo(BulkOutcomeKind.SUCCEEDED);
        assertThat(BulkCounter.kindOf(new BulkOutcome.Rejected<>("input", 0, 1, error)))
                .isEqualTo(BulkOutcomeKind.REJECTED);
        assertThat(BulkCounter.kindOf(new BulkOutcome.Unknown<>("input", 0, 1, error)))
                .isEqualTo(BulkOutcomeKind.UNKNOWN);
        assertThat(BulkCounter.kindOf(new BulkOutcome.NotAttempted<>("input", 0, 1, error)))
                .isEqualTo(BulkOutcomeKind.NOT_ATTEMPTED);
    }

    @Test
    void rateIsTheMeanFromTheStartToTheTermination() {
        nanoTime.set(1_000_000_000L);
        counter.markStarted();
        assertThat(counter.snapshot(0, 0, Duration.ZERO, false).getRatePerSecond())
                .isZero();

        count(BulkOutcomeKind.SUCCEEDED, 10);
        nanoTime.set(3_000_000_000L);
        assertThat(counter.snapshot(0, 0, Duration.ZERO, false).getRatePerSecond())
                .isEqualTo(5);

        counter.markTerminated();
        nanoTime.set(9_000_000_000L);
        assertThat(counter.snapshot(0, 0, Duration.ZERO, false).getRatePerSecond())
                .isEqualTo(5);
    }
}
