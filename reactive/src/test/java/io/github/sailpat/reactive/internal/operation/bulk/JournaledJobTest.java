package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.BulkOutcome.Unknown;
import io.github.sailpat.reactive.internal.operation.bulk.JournaledCallSpec.SuccessRecord;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Acknowledgements of a job with a journal, and its end in the middle of something. */
class JournaledJobTest extends JournaledScriptedJob {
    private final RuntimeException failure = new IllegalStateException("made up");

    @Test
    void secretIsDoneWhenItsOutcomeIsAcknowledged() {
        successRecord = SuccessRecord.BY_ACKNOWLEDGEMENT;
        start(journaled()).results.emit(token("id-1"));
        assertThat(outcomes.only()).isInstanceOf(Succeeded.class);
        assertThat(states()).containsExactly(BulkJournalState.SENT);
        outcomes.request(1);

        assertThat(states()).endsWith(BulkJournalState.SUCCEEDED);
        assertThat(journal.entries.get(1).getId()).isEqualTo("id-1");
    }

    @Test
    void secretIsDoneWhenTheCallerSaysSo() {
        successRecord = SuccessRecord.BY_ACKNOWLEDGEMENT;
        DefaultBulkJob<Integer, Object> job = journaled(options -> options.manualAcknowledgement(true));
        start(job).results.emit(token("id-1"));
        outcomes.request(1);
        assertThat(states()).containsExactly(BulkJournalState.SENT);
        job.acknowledge(outcomes.only());
        assertThat(states()).endsWith(BulkJournalState.SUCCEEDED);

        source.next(1);
        calls.get(1).results.emit(token("id-2"));
        job.markSecretLost(outcomes.received.get(1));
        assertThat(states()).endsWith(BulkJournalState.SENT, BulkJournalState.SECRET_LOST);
    }

    @Test
    void secretThatItsCallRecordsIsNotRecordedAgain() {
        successRecord = SuccessRecord.BY_CALL;
        start(journaled()).results.emit(token("id-1"));
        assertThat(states()).containsExactly(BulkJournalState.SENT);

        calls.clear();
        source.next(1);
        outcomes.request(1);
        calls.get(0).attempts = 0;
        calls.get(0).results.emit(token("id-2"));
        assertThat(states()).as("no call was made for it").endsWith(BulkJournalState.SUCCEEDED);
    }

    @Test
    void secretThatIsNotEmittedStaysOpen() {
        successRecord = SuccessRecord.BY_ACKNOWLEDGEMENT;
        journaled().subscribe(outcomes);
        source.next(0);
        calls.get(0).results.emit(token("id-1"));
        outcomes.cancel();

        assertThat(undelivered).containsExactly(token("id-1"));
        assertThat(states()).containsExactly(BulkJournalState.SENT);
        assertThat(journal.open).isFalse();
    }

    @Test
    void cancelEndsALookupAndClosesTheJournal() {
        recordBefore(0, "digest", BulkJournalState.SENT);
        resumed = Mono.<Resumption<Object>>never().doOnCancel(() -> abandoned.add(failure));
        journaled().subscribe(outcomes);
        source.next(0);
        outcomes.cancel();

        assertThat(abandoned).as("the lookup was cancelled").containsExactly(failure);
        assertThat(journal.open).isFalse();
    }

    @Test
    void callThatTheCloseInterruptsIsLeftOpen() {
        ScriptedCall call = start(journaled());
        openCalls.close().subscribe();
        call.maybeApplied = true;
        call.results.error(
                new IllegalStateException(new ClientClosedException(summary(CallPhase.RESPONSE), true, null, null)));

        assertThat(outcomes.only()).isInstanceOf(Unknown.class);
        assertThat(states()).containsExactly(BulkJournalState.SENT);
    }

    @Test
    void cancelEndsACallAndLeavesItOpen() {
        ScriptedCall call = start(journaled());
        outcomes.cancel();

        call.results.assertCancelled();
        assertThat(states()).containsExactly(BulkJournalState.SENT);
        assertThat(journal.open).isFalse();
    }

    @Test
    void stopWhileACallIsPreparedReachesIt() {
        DefaultBulkJob<Integer, Object> job = journaled();
        whilePrepared = () -> {
            calls.get(0).waiting = true;
            job.stop();
        };
        start(job);

        calls.get(0).results.assertCancelled();
        assertThat(outcomes.only()).isInstanceOf(NotAttempted.class);
    }

    @Test
    void stopEndsALookup() {
        recordBefore(0, "digest", BulkJournalState.SENT);
        DefaultBulkJob<Integer, Object> job = journaled();
        job.subscribe(outcomes);
        outcomes.request(1);
        source.next(0);
        job.stop();

        assertThat(outcomes.only()).isInstanceOf(NotAttempted.class);
        assertThat(calls).isEmpty();
        assertThat(states()).containsExactly(BulkJournalState.SENT);
    }

    @Test
    void secretThatTheCallerCannotAcknowledgeKeepsNoJournalOpen() {
        successRecord = SuccessRecord.BY_ACKNOWLEDGEMENT;
        journaled(options -> options.manualAcknowledgement(true)).subscribe(outcomes);
        source.next(0);
        calls.get(0).results.emit(token("id-1"));
        outcomes.cancel();

        assertThat(undelivered).containsExactly(token("id-1"));
        assertThat(journal.open).isFalse();
    }

    @Test
    void errorOfTheSourceHasTheErrorOfTheJournalWithIt() {
        start(journaled());
        BulkJournalException full = new BulkJournalException("full", null);
        recording = state -> {
            throw full;
        };
        source.error(failure);
        calls.get(0).results.emit("result");

        assertThat(outcomes.error).isSameAs(failure).hasSuppressedException(full);
        assertThat(journal.open).isFalse();
    }

    @Test
    void outcomesHaveTheIndexOfTheirInput() {
        journaled().subscribe(outcomes);
        outcomes.request(2);
        source.next(0, 1);
        calls.forEach(call -> call.results.emit("result"));

        assertThat(outcomes.received).extracting(outcome -> outcome.getIndex()).containsExactly(0L, 1L);
    }
}
