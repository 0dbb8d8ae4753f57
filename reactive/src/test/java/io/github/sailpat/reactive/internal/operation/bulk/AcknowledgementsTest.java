package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import io.github.sailpat.reactive.internal.operation.journal.JournalCalls;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What is acknowledged by a call, before a cancel and after it. */
class AcknowledgementsTest {
    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private final Recording journal = new Recording();
    private final JobSession session = open();
    private final Acknowledgements acknowledgements = new Acknowledgements(session, true, scheduler);

    /** A journal that is a list. */
    private static final class Recording implements BulkJournal, BulkJournal.Session {
        private final List<String> entries = new ArrayList<>();
        private boolean open;

        @Override
        public Mono<Session> open(String operation) {
            open = true;
            return Mono.just(this);
        }

        @Override
        public Mono<BulkJournalEntry> find(String key) {
            return Mono.empty();
        }

        @Override
        public Flux<BulkJournalEntry> findByName(String name) {
            return Flux.empty();
        }

        @Override
        public Mono<Void> append(BulkJournalEntry entry) {
            return Mono.fromRunnable(() -> entries.add(entry.getKey() + ' ' + entry.getState() + ' ' + entry.getId()));
        }

        @Override
        public Mono<Void> close() {
            return Mono.fromRunnable(() -> open = false);
        }
    }

    private JobSession open() {
        TimeSource time = TimeSource.of(scheduler);
        JournalCalls calls = new JournalCalls(
                time, new OpenCalls(Runnable::run, Schedulers.parallel()), () -> new IllegalStateException("closed"));
        return Objects.requireNonNull(
                JobSession.open(journal, "create", calls, new TenantClock(time)).block());
    }

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

        assertThat(journal.entries).containsExactly("one SUCCEEDED id-of-one", "two SECRET_LOST id-of-two");
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
}
