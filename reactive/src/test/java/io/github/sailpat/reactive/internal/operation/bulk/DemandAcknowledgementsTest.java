package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import io.github.sailpat.reactive.internal.operation.journal.RecordingJournal;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What is acknowledged by the demand of the subscriber. */
class DemandAcknowledgementsTest {
    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private final RecordingJournal journal = new RecordingJournal();
    private final JobSession session =
            journal.session(TimeSource.of(scheduler), new OpenCalls(Runnable::run, Schedulers.parallel()));
    private final Acknowledgements acknowledgements = new Acknowledgements(session, false, scheduler);

    private BulkOutcome<?, ?> begin(String key) {
        BulkOutcome<?, ?> outcome = new BulkOutcome.Succeeded<>(key, 0, 1, "result");
        acknowledgements.expect(outcome, new JournaledInput(key, "digest", null, null), "id-of-" + key);
        acknowledgements.receiving(outcome);
        return outcome;
    }

    private BulkOutcome<?, ?> emit(String key) {
        BulkOutcome<?, ?> outcome = begin(key);
        acknowledgements.received();
        return outcome;
    }

    private List<String> recorded() {
        return journal.entries.stream().map(BulkJournalEntry::getKey).toList();
    }

    private void onAnotherThread(Runnable task) throws InterruptedException {
        Thread other = new Thread(task);
        other.start();
        other.join(Duration.ofSeconds(10).toMillis());
    }

    @Test
    void demandAcknowledgesAsManyOfTheOutcomesThatWereReceivedBefore() {
        emit("one");
        emit("two");
        acknowledgements.receiving(new BulkOutcome.Succeeded<>("without a secret", 0, 1, "result"));
        acknowledgements.received();
        emit("four");
        assertThat(recorded()).isEmpty();

        acknowledgements.requested(1);
        assertThat(recorded()).containsExactly("one");
        acknowledgements.requested(2);
        assertThat(recorded()).containsExactly("one", "two");
        acknowledgements.requested(Long.MAX_VALUE);
        assertThat(recorded()).containsExactly("one", "two", "four");
        assertThat(journal.entries).allSatisfy(entry -> {
            assertThat(entry.getState()).isEqualTo(BulkJournalState.SUCCEEDED);
            assertThat(entry.getId()).isEqualTo("id-of-" + entry.getKey());
        });
    }

    @Test
    void demandInAdvanceAcknowledgesNothing() {
        acknowledgements.requested(5);
        emit("one");
        assertThat(recorded()).isEmpty();

        acknowledgements.requested(1);
        assertThat(recorded()).containsExactly("one");
    }

    @Test
    void demandDuringAnOutcomeAcknowledgesItIfItComesFromTheThreadThatReceivesIt() throws InterruptedException {
        begin("one");
        onAnotherThread(() -> acknowledgements.requested(1));
        assertThat(recorded()).isEmpty();
        acknowledgements.requested(1);
        assertThat(recorded()).containsExactly("one");
        acknowledgements.received();

        emit("two");
        onAnotherThread(() -> acknowledgements.requested(1));
        assertThat(recorded()).containsExactly("one", "two");
    }

    @Test
    void callAcknowledgesNothing() {
        acknowledgements.acknowledge(emit("one"), BulkJournalState.SUCCEEDED);

        assertThat(recorded()).isEmpty();
    }

    @Test
    void endOfTheJobAcknowledgesAllThatWasReceived() {
        emit("one");
        emit("two");
        acknowledgements.terminated().then(session.end()).subscribe();

        assertThat(recorded()).containsExactlyInAnyOrder("one", "two");
        assertThat(journal.open).isFalse();
    }

    @Test
    void cancelLeavesOpenWhatWasNotAcknowledged() {
        emit("one");
        BulkOutcome<?, ?> inTheBuffer = new BulkOutcome.Succeeded<>("two", 0, 1, "result");
        acknowledgements.expect(inTheBuffer, new JournaledInput("two", "digest", null, null), "id-of-two");
        acknowledgements.cancelRequested();
        session.end().subscribe();
        assertThat(journal.open).isTrue();

        acknowledgements.cancelled();
        assertThat(journal.open).isFalse();
        acknowledgements.requested(5);
        acknowledgements.undelivered(inTheBuffer);
        assertThat(recorded()).isEmpty();
    }

    @Test
    void outcomeAfterACancelIsNotExpected() {
        acknowledgements.cancelled();
        emit("one");
        session.end().subscribe();

        assertThat(journal.open).isFalse();
    }
}
