package io.github.sailpat.reactive.internal.operation.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkOutcome.Rejected;
import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.BulkOutcome.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which outcome an item has, by what its call says of itself. */
class BulkItemOutcomeTest extends ScriptedJob {
    private final Throwable failure = new IllegalStateException("made up");

    private static void assertFailed(BulkOutcome<?, ?> outcome, Class<?> kind, int attempts, Throwable error) {
        assertThat(outcome).isInstanceOf(kind);
        assertThat(outcome.getAttempts()).isEqualTo(attempts);
        assertThat(outcome.getError()).isSameAs(error);
    }

    private static DeadlineExceededException tooLate(CallPhase phase, boolean maybeApplied) {
        return new DeadlineExceededException(summary(phase), Duration.ofSeconds(1), null, maybeApplied, null);
    }

    @Test
    void resultOfTheCallIsEmitted() {
        ScriptedCall call = start(job());
        call.attempts = 2;
        call.results.emit("result");

        assertThat(outcomes.only()).isInstanceOfSatisfying(Succeeded.class, succeeded -> {
            assertThat(succeeded.getResult()).isEqualTo("result");
            assertThat(succeeded.getAttempts()).isEqualTo(2);
            assertThat(succeeded.getInput()).isEqualTo(0);
            assertThat(succeeded.getIndex()).isZero();
        });
    }

    @Test
    void emptyCallHasTheResultOfAnEmptyOne() {
        start(job(options -> options, "id-1")).results.complete();

        assertThat(outcomes.only())
                .isInstanceOfSatisfying(
                        Succeeded.class,
                        succeeded -> assertThat(succeeded.getResult()).isEqualTo("id-1"));
    }

    @Test
    void emptyCallWithoutAResultIsRejected() {
        start(job()).results.complete();

        assertThat(outcomes.only()).isInstanceOf(Rejected.class);
        assertThat(outcomes.only().getError()).hasMessageContaining("completed without a result");
    }

    @Test
    void inputOfWhichNoCallCanBeMadeIsRejected() {
        job().subscribe(outcomes);
        outcomes.request(1);
        source.next(-1);

        assertThat(outcomes.only()).isInstanceOf(Rejected.class);
        assertThat(outcomes.only().getError()).hasMessage("below zero");
        assertThat(outcomes.only().getAttempts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void errorOfACallThatMayHaveBeenAppliedIsUnknown(boolean maybeApplied) {
        ScriptedCall call = start(job());
        call.maybeApplied = maybeApplied;
        call.attempts = 3;
        call.results.error(failure);

        assertFailed(outcomes.only(), maybeApplied ? Unknown.class : Rejected.class, 3, failure);
    }

    @Test
    void lostSecretIsAnOutcomeOfItsOwn() {
        SecretLostException lost = new SecretLostException(summary(CallPhase.BODY), "id-1", "ci", failure);
        ScriptedCall call = start(job());
        call.maybeApplied = true;
        call.results.error(lost);

        assertFailed(outcomes.only(), SecretLost.class, 1, lost);
    }

    @ParameterizedTest
    @CsvSource({"true, false, true", "true, true, false", "false, false, false"})
    void callThatWasHaltedBeforeARetryIsNotAttemptedUnlessItIsAmbiguous(
            boolean halted, boolean ambiguous, boolean notAttempted) {
        ScriptedCall call = start(job());
        call.haltedBeforeRetry = halted;
        call.ambiguous = ambiguous;
        call.maybeApplied = true;
        call.results.error(failure);

        assertFailed(outcomes.only(), notAttempted ? NotAttempted.class : Unknown.class, 1, failure);
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMIT, false, true", "RATE_LIMIT, true, false", "AUTHORIZATION, false, false"})
    void deadlineBeforeAPermitIsNotAttempted(CallPhase phase, boolean maybeApplied, boolean notAttempted) {
        DeadlineExceededException error = tooLate(phase, maybeApplied);
        ScriptedCall call = start(job());
        call.attempts = 0;
        call.results.error(error);

        assertFailed(outcomes.only(), notAttempted ? NotAttempted.class : Rejected.class, 0, error);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callThatTheCloseEndsIsNotAttemptedUnlessItMayHaveBeenApplied(boolean maybeApplied) {
        ClientClosedException error = new ClientClosedException(summary(CallPhase.RESPONSE), maybeApplied, null, null);
        ScriptedCall call = start(job());
        call.maybeApplied = maybeApplied;
        call.results.error(error);

        assertFailed(outcomes.only(), maybeApplied ? Unknown.class : NotAttempted.class, 1, error);
    }

    private enum Halted {
        NOTHING_FAILED,
        FAILED,
        AMBIGUOUS
    }

    @ParameterizedTest
    @EnumSource
    void stopEndsACallThatWaits(Halted how) {
        DefaultBulkJob<Integer, Object> job = job();
        ScriptedCall call = start(job);
        call.waiting = true;
        call.attempts = 2;
        call.lastError = how == Halted.NOTHING_FAILED ? null : failure;
        call.ambiguous = how == Halted.AMBIGUOUS;
        job.stop();

        call.results.assertCancelled();
        assertFailed(
                outcomes.only(),
                how == Halted.AMBIGUOUS ? Unknown.class : NotAttempted.class,
                2,
                how == Halted.NOTHING_FAILED ? null : failure);
        assertThat(outcomes.completed).isTrue();
    }

    @Test
    void stopLeavesACallThatWasSent() {
        DefaultBulkJob<Integer, Object> job = job();
        ScriptedCall call = start(job);
        job.stop();

        call.results.assertNotCancelled();
        assertThat(outcomes.received).isEmpty();
        call.results.emit("result");
        assertThat(outcomes.only()).isInstanceOf(Succeeded.class);
        assertThat(outcomes.completed).isTrue();
    }

    @Test
    void cancelHandsOverASecretThatWasReceived() {
        ScriptedCall call = start(job());
        call.received.accept(token("id-1"));
        call.received.accept(token("id-1"));
        assertThat(undelivered).isEmpty();
        outcomes.cancel();

        call.results.assertCancelled();
        assertThat(undelivered).containsExactly(token("id-1"));
        call.received.accept(token("id-1"));
        assertThat(undelivered).hasSize(1);
    }

    @Test
    void secretThatIsReceivedAfterACancelIsHandedOver() {
        ScriptedCall call = start(job());
        outcomes.cancel();
        assertThat(undelivered).isEmpty();
        call.received.accept(token("id-1"));
        call.received.accept(token("id-1"));

        assertThat(undelivered).containsExactly(token("id-1"));
    }

    @Test
    void secretWhoseCallCompletesAfterTheCancelIsHandedOverOnce() {
        ScriptedCall call = start(job());
        call.received.accept(token("id-1"));
        outcomes.cancel();
        call.results.emit(token("id-1"));

        assertThat(undelivered).containsExactly(token("id-1"));
        assertThat(outcomes.received).isEmpty();
    }

    @Test
    void errorAfterTheCancelIsToldIfATokenMayExist() {
        ScriptedCall call = start(job());
        call.maybeApplied = true;
        outcomes.cancel();
        call.results.error(failure);
        call.received.accept(token("id-1"));

        assertThat(call.abandoned).containsExactly(failure);
        assertThat(undelivered).containsExactly(token("id-1"));
    }

    @Test
    void callHasTheContextOfTheSubscriber() {
        job().contextWrite(context -> context.put("key", "value")).subscribe(outcomes);
        source.next(0);

        assertThat(calls.get(0).context.<String>get("key")).isEqualTo("value");
    }

    @Test
    void secretThatWasEmittedIsNotHandedOver() {
        ScriptedCall call = start(job());
        call.received.accept(token("id-1"));
        call.results.emit(token("id-1"));
        outcomes.cancel();
        call.received.accept(token("id-1"));

        assertThat(outcomes.only()).isInstanceOf(Succeeded.class);
        assertThat(undelivered).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void secretOfAnOutcomeThatIsNotEmittedIsHandedOver(boolean ordered) {
        job(options -> options.ordered(ordered), null).subscribe(outcomes);
        source.next(0, 1);
        calls.get(0).results.emit(token("id-1"));
        calls.get(1).results.emit("no token");
        outcomes.cancel();

        assertThat(undelivered).containsExactly(token("id-1"));
    }

    @Test
    void errorOfACreateThatIsNotEmittedIsToldIfATokenMayExist() {
        SecretLostException lost = new SecretLostException(summary(CallPhase.BODY), "id-1", "ci", failure);
        job().subscribe(outcomes);
        source.next(0, 1, 2);
        calls.get(0).maybeApplied = true;
        calls.get(0).results.error(failure);
        calls.get(1).results.error(lost);
        calls.get(2).results.error(failure);
        outcomes.cancel();

        assertThat(calls.get(0).abandoned).containsExactly(failure);
        assertThat(calls.get(1).abandoned).containsExactly(lost);
        assertThat(calls.get(2).abandoned).isEmpty();
    }

    @Test
    void errorsThatStopAJobAreThoseOfItsCredentialsAndOfItsTenant() {
        assertThat(JobStoppingErrors.isOne(tooLate(CallPhase.AUTHORIZATION, false)))
                .isTrue();
        assertThat(JobStoppingErrors.isOne(tooLate(CallPhase.RESPONSE, false))).isFalse();
        assertThat(JobStoppingErrors.isOne(failure)).isFalse();
    }
}
