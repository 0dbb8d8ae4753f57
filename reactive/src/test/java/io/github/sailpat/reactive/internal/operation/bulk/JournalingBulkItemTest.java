package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkOutcome.Rejected;
import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.BulkOutcome.Unknown;
import io.github.sailpat.reactive.BulkProgress;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What a job records of an item, and what it makes of what an earlier run has recorded. */
class JournalingBulkItemTest extends JournaledScriptedJob {
    private final RuntimeException failure = new IllegalStateException("made up");

    private SecretLostException lost() {
        return new SecretLostException(summary(CallPhase.BODY), "id-1", "ci", failure);
    }

    @Test
    void callIsRecordedBeforeItIsSentAndItsOutcomeBeforeItIsEmitted() {
        DefaultBulkJob<Integer, Object> job = journaled();
        recording = state -> assertThat(calls).hasSize(state == BulkJournalState.SENT ? 0 : 1);
        start(job);
        assertThat(states()).containsExactly(BulkJournalState.SENT);
        assertThat(inDoubt).containsExactly(false);
        recording = state -> assertThat(outcomes.received).isEmpty();
        calls.get(0).results.emit("result");

        assertThat(states()).containsExactly(BulkJournalState.SENT, BulkJournalState.SUCCEEDED);
        assertThat(outcomes.only()).isInstanceOf(Succeeded.class);
        assertThat(outcomes.only().getAttempts()).isEqualTo(1);
        assertThat(journal.open).isTrue();
        source.complete();
        assertThat(outcomes.completed).isTrue();
        assertThat(journal.open).isFalse();
    }

    @Test
    void failureIsRecordedWithItsError() {
        ScriptedCall call = start(journaled());
        call.results.error(failure);

        assertThat(journal.entries.get(1))
                .returns(BulkJournalState.REJECTED, BulkJournalEntry::getState)
                .returns("IllegalStateException", BulkJournalEntry::getError);
        assertThat(outcomes.only()).isInstanceOf(Rejected.class);
    }

    @Test
    void lostSecretIsRecordedWithTheIdOfItsToken() {
        start(journaled()).results.error(lost());

        assertThat(journal.entries.get(1))
                .returns(BulkJournalState.SECRET_LOST, BulkJournalEntry::getState)
                .returns("id-1", BulkJournalEntry::getId);
    }

    @Test
    void unknownOutcomeIsRecordedAsOne() {
        ScriptedCall call = start(journaled());
        call.maybeApplied = true;
        call.results.error(failure);

        assertThat(states()).endsWith(BulkJournalState.UNKNOWN);
    }

    @Test
    void errorThatStopsTheJobIsRecordedAsNotAttempted() {
        start(journaled())
                .results
                .error(new UnauthorizedException(
                        summary(CallPhase.RESPONSE),
                        401,
                        ErrorResponse.builder().build()));

        assertThat(states()).endsWith(BulkJournalState.NOT_ATTEMPTED);
        assertThat(outcomes.only()).isInstanceOf(Rejected.class);
        source.assertCancelled();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "REJECTED", "SECRET_LOST"})
    void inputThatIsDoneIsCountedAndNotEmitted(BulkJournalState state) {
        recordBefore(0, "digest", state);
        allowed = Mono.error(failure);
        DefaultBulkJob<Integer, Object> job = journaled();
        job.subscribe(outcomes);
        outcomes.request(1);
        source.next(0);

        assertThat(calls).isEmpty();
        assertThat(outcomes.received).isEmpty();
        assertThat(requested).containsExactly(3L, 1L);
        assertThat(job.getProgress()).returns(1L, BulkProgress::getDoneBefore).returns(0, BulkProgress::getInFlight);
        source.complete();
        assertThat(outcomes.completed).isTrue();
        assertThat(journal.entries).hasSize(1);
        assertThat(journal.open).isFalse();
    }

    @Test
    void inputThatWasNotAttemptedIsSent() {
        recordBefore(0, "digest", BulkJournalState.NOT_ATTEMPTED);
        start(journaled()).results.emit("result");

        assertThat(inDoubt).containsExactly(false);
        assertThat(states()).endsWith(BulkJournalState.SENT, BulkJournalState.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource({
        "SENT, may have been applied",
        "UNKNOWN, another key",
        "SUCCEEDED, another key",
        "NOT_ATTEMPTED, another key"
    })
    void inputThatHasChangedIsRefusedAndNotRecorded(BulkJournalState state, String message) {
        recordBefore(0, "of another request", state);
        journaled().subscribe(outcomes);
        outcomes.request(1);
        source.next(0);

        assertThat(outcomes.only()).isInstanceOf(Rejected.class);
        assertThat(outcomes.only().getError())
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining(message);
        assertThat(journal.entries).hasSize(1);
        assertThat(calls).isEmpty();
    }

    @Test
    void secondInputOfAKeyIsRefused() {
        journaled().subscribe(outcomes);
        outcomes.request(2);
        source.next(0, 0);

        assertThat(calls).hasSize(1);
        assertThat(outcomes.only().getError()).hasMessageContaining("the key 0 stands for another input");
        assertThat(states()).containsExactly(BulkJournalState.SENT);
    }

    private void resume(Resumption<Object> resumption) {
        recordBefore(0, "digest", BulkJournalState.SENT);
        resumed = Mono.just(resumption);
        journaled().subscribe(outcomes);
        outcomes.request(1);
        source.next(0);
    }

    @Test
    void resultThatIsFoundIsEmittedAndRecorded() {
        resume(new Resumption.Applied<>("result"));

        assertThat(outcomes.only()).isInstanceOf(Succeeded.class);
        assertThat(outcomes.only().getAttempts()).isZero();
        assertThat(states()).endsWith(BulkJournalState.SENT, BulkJournalState.SUCCEEDED);
        assertThat(calls).isEmpty();
    }

    @Test
    void secretThatIsLostIsEmittedAndRecorded() {
        resume(new Resumption.Lost<>(lost()));

        assertThat(outcomes.only()).isInstanceOf(SecretLost.class);
        assertThat(states()).endsWith(BulkJournalState.SECRET_LOST);
    }

    @Test
    void whatNobodyKnowsIsUnknown() {
        resume(new Resumption.Unclear<>(failure));

        assertThat(outcomes.only()).isInstanceOf(Unknown.class);
        assertThat(outcomes.only().getError()).isSameAs(failure);
        assertThat(states()).endsWith(BulkJournalState.UNKNOWN);
    }

    @Test
    void whatDoesNotFitTheJournalIsRefusedAndNotRecorded() {
        resume(new Resumption.Refused<>(failure));

        assertThat(outcomes.only()).isInstanceOf(Rejected.class);
        assertThat(journal.entries).hasSize(1);
    }

    @Test
    void whatIsDoneAfterAllIsNotEmitted() {
        resume(new Resumption.Done<>(BulkJournalState.SUCCEEDED));

        assertThat(outcomes.received).isEmpty();
        assertThat(requested).containsExactly(3L, 1L);
    }

    @Test
    void lostOutcomeThatIsNotEmittedIsTold() {
        recordBefore(0, "digest", BulkJournalState.SENT);
        recordBefore(1, "digest", BulkJournalState.SENT);
        SecretLostException lost = lost();
        resumed = Mono.just(new Resumption.Lost<>(lost));
        journaled().subscribe(outcomes);
        source.next(0);
        resumed = Mono.just(new Resumption.Unclear<>(failure));
        source.next(1);
        outcomes.cancel();

        assertThat(abandoned).containsExactly(lost, failure);
        assertThat(journal.open).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callInDoubtIsLeftOpenIfTheJobStopsAtIt(boolean unauthorized) {
        resume(new Resumption.Send<>(true));
        assertThat(inDoubt).containsExactly(true);
        if (unauthorized) {
            calls.get(0)
                    .results
                    .error(new IllegalStateException(new UnauthorizedException(
                            summary(CallPhase.RESPONSE),
                            401,
                            ErrorResponse.builder().build())));
        } else {
            calls.get(0).haltedBeforeRetry = true;
            calls.get(0).results.error(failure);
        }

        assertThat(outcomes.only()).isInstanceOf(unauthorized ? Rejected.class : NotAttempted.class);
        assertThat(journal.entries).hasSize(1);
    }

    @Test
    void callInDoubtWhoseOutcomeIsKnownIsRecorded() {
        resume(new Resumption.Send<>(true));
        calls.get(0).results.error(failure);

        assertThat(states()).endsWith(BulkJournalState.SENT, BulkJournalState.REJECTED);
    }

    @Test
    void callThatIsNotAllowedIsRefusedAndNotRecorded() {
        allowed = Mono.error(failure);
        journaled().subscribe(outcomes);
        outcomes.request(1);
        source.next(0);

        assertThat(outcomes.only()).isInstanceOf(Rejected.class);
        assertThat(outcomes.only().getError()).isSameAs(failure);
        assertThat(journal.entries).isEmpty();
    }

    @Test
    void callThatCannotBePreparedIsRejectedAndRecorded() {
        prepareFailure = failure;
        journaled().subscribe(outcomes);
        outcomes.request(1);
        source.next(0);

        assertThat(outcomes.only()).isInstanceOf(Rejected.class);
        assertThat(states()).containsExactly(BulkJournalState.SENT, BulkJournalState.REJECTED);
    }

    @Test
    void jobFailsAndSendsNothingIfItCannotRecord() {
        DefaultBulkJob<Integer, Object> job = journaled();
        recording = state -> {
            throw failure;
        };
        job.subscribe(outcomes);
        outcomes.request(5);
        source.next(0);

        assertThat(calls).isEmpty();
        assertThat(outcomes.only()).isInstanceOf(NotAttempted.class);
        assertThat(outcomes.error).isSameAs(failure);
        source.assertCancelled();
        assertThat(job.getProgress().isStopped()).isTrue();
        assertThat(journal.open).isFalse();
    }

    @Test
    void stopBeforeTheJournalAnswersSendsNothing() {
        DefaultBulkJob<Integer, Object> job = journaled();
        recording = state -> job.stop();
        job.subscribe(outcomes);
        outcomes.request(1);
        source.next(0);

        assertThat(calls).isEmpty();
        assertThat(outcomes.only()).isInstanceOf(NotAttempted.class);
        assertThat(states()).containsExactly(BulkJournalState.SENT, BulkJournalState.NOT_ATTEMPTED);
    }
}
