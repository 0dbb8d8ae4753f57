package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import io.github.sailpat.reactive.internal.operation.journal.RecordingJournal;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What is acknowledged by a call, before a cancel and after it. */
class AcknowledgementsTest {
    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private final RecordingJournal journal = new RecordingJournal();
    private final JobSession session =
            journal.session(TimeSource.of(scheduler), new OpenCalls(Runnable::run, Schedulers.parallel()));
    private final Acknowledgements acknowledgements = new Acknowledgements(session, true, scheduler);

    private BulkOutcome<?, ?> emitted(String key) {
        BulkOutcome<?, ?> outcome = new BulkOutcome.Succeeded<>(key, 0, 1, "result");
        acknowledgements.expect(outcome, new JournaledInput(key, "digest", null, null), "id-of-" + key);
        acknowledgements.receiving(outcome);
        acknowledgements.received();
        return outcome;
    }

    private void cancel() {
        acknowledgements.cancelRequested();
        acknowledgements.cancelled();
        session.end().subscribe();
    }

    @Test
    void outcomeThatWasEmittedBeforeACancelIsAcknowledgedAfterIt() {
        BulkOutcome<?, ?> one = emitted("one");
        BulkOutcome<?, ?> two = emitted("two");
        cancel();
        assertThat(journal.open).isTrue();

        acknowledgements.acknowledge(one, BulkJournalState.SUCCEEDED);
        assertThat(journal.open).isTrue();
        acknowledgements.acknowledge(two, BulkJournalState.SECRET_LOST);

        assertThat(journal.entries)
                .extracting(entry -> entry.getKey() + ' ' + entry.getState() + ' ' + entry.getId())
                .containsExactly("one SUCCEEDED id-of-one", "two SECRET_LOST id-of-two");
        assertThat(journal.open).isFalse();
    }

    @Test
    void journalIsClosedInTimeWhateverIsNotAcknowledgedAfterACancel() {
        BulkOutcome<?, ?> outcome = emitted("one");
        cancel();
        scheduler.advanceTimeBy(Acknowledgements.TIME_AFTER_CANCEL.minusMillis(1));
        assertThat(journal.open).isTrue();

        scheduler.advanceTimeBy(Acknowledgements.TIME_AFTER_CANCEL);

        assertThat(journal.open).isFalse();
        acknowledgements.acknowledge(outcome, BulkJournalState.SUCCEEDED);
        assertThat(journal.entries).isEmpty();
    }

    @Test
    void outcomeThatIsNotEmittedIsNotWaitedFor() {
        BulkOutcome<?, ?> outcome = emitted("one");
        cancel();

        acknowledgements.undelivered(outcome);

        assertThat(journal.open).isFalse();
        assertThat(journal.entries).isEmpty();
    }

    @Test
    void cancelWhileTheLastAcknowledgementsAreWaitedForIsBoundedToo() {
        emitted("one");
        acknowledgements.terminated().then(session.end()).subscribe();
        assertThat(journal.open).isTrue();

        acknowledgements.cancelRequested();
        scheduler.advanceTimeBy(Acknowledgements.TIME_AFTER_CANCEL);

        assertThat(journal.open).isFalse();
    }

    @Test
    void cancelBeforeTheLastAcknowledgementsAreWaitedForBoundsThemToo() {
        emitted("one");
        acknowledgements.cancelRequested();
        acknowledgements.terminated().then(session.end()).subscribe();
        assertThat(journal.open).isTrue();

        scheduler.advanceTimeBy(Acknowledgements.TIME_AFTER_CANCEL);

        assertThat(journal.open).isFalse();
    }

    @Test
    void acknowledgementsOfAJobThatHasCompletedAreWaitedForWithoutABound() {
        BulkOutcome<?, ?> outcome = emitted("one");
        acknowledgements.terminated().then(session.end()).subscribe();
        scheduler.advanceTimeBy(Acknowledgements.TIME_AFTER_CANCEL.multipliedBy(2));
        assertThat(journal.open).isTrue();

        acknowledgements.acknowledge(outcome, BulkJournalState.SUCCEEDED);

        assertThat(journal.open).isFalse();
    }
}
