package io.github.sailpat.reactive.internal.operation.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The open journal of a job: when it is closed, and what it records. */
class JobSessionTest {
    private static final JournaledInput INPUT = new JournaledInput("key", "digest", "ci", "id-1");

    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private final TimeSource time = TimeSource.of(scheduler);
    private final OpenCalls openCalls = new OpenCalls(Runnable::run, Schedulers.parallel());
    private final RecordingJournal journal = new RecordingJournal();
    private final JobSession session = journal.session(time, openCalls);
    private final List<Throwable> failures = new ArrayList<>();

    private void record(BulkJournalState state, Throwable error) {
        session.record(INPUT, state, null, error).subscribe(nothing -> {}, failures::add);
    }

    private static ServerErrorException serverError(String trackingId) {
        CallSummary call = CallSummary.builder()
                .operation("create")
                .requestLine("POST /x")
                .attempts(1)
                .elapsed(Duration.ZERO)
                .phase(CallPhase.RESPONSE)
                .build();
        return new ServerErrorException(
                call, 503, ErrorResponse.builder().trackingId(trackingId).build(), null);
    }

    @Test
    void journalIsClosedWhenTheJobHasEnded() {
        assertThat(openCalls.hasCalls()).isTrue();
        session.end().as(StepVerifier::create).verifyComplete();

        assertThat(journal.open).isFalse();
        assertThat(openCalls.hasCalls()).isFalse();
    }

    @Test
    void journalStaysOpenForWhatStillUsesIt() {
        session.retain();
        List<String> results = new ArrayList<>();
        session.during(Flux.just("result").doOnNext(r -> session.end().subscribe()))
                .subscribe(results::add);
        assertThat(results).containsExactly("result");
        assertThat(journal.open).isTrue();

        session.release();
        assertThat(journal.open).isFalse();
    }

    @Test
    void callKeepsTheJournalOpen() {
        session.during(Flux.just("result").doOnNext(r -> {
                    session.end().subscribe();
                    assertThat(journal.open).isTrue();
                }))
                .as(StepVerifier::create)
                .expectNext("result")
                .verifyComplete();

        assertThat(journal.open).isFalse();
    }

    @Test
    void entryHasWhatIsKnownOfTheInputAndOfItsError() {
        scheduler.advanceTimeBy(Duration.ofDays(1));
        record(BulkJournalState.UNKNOWN, serverError("t".repeat(257)));
        record(BulkJournalState.REJECTED, serverError(null));
        session.record(INPUT, BulkJournalState.SUCCEEDED, "id-2", null).subscribe();
        session.record(INPUT, BulkJournalState.SENT).subscribe();

        assertThat(journal.entries.get(0))
                .returns("key", BulkJournalEntry::getKey)
                .returns("digest", BulkJournalEntry::getDigest)
                .returns("ci", BulkJournalEntry::getName)
                .returns("id-1", BulkJournalEntry::getId)
                .returns(time.now(), BulkJournalEntry::getAt)
                .returns(false, BulkJournalEntry::isTenantTime)
                .returns("ServerErrorException", BulkJournalEntry::getError)
                .returns(503, BulkJournalEntry::getStatus)
                .returns("t".repeat(256), BulkJournalEntry::getTrackingId);
        assertThat(journal.entries.get(1).getTrackingId()).isNull();
        assertThat(journal.entries.get(2).getId()).isEqualTo("id-2");
        assertThat(journal.entries).extracting(BulkJournalEntry::getState).endsWith(BulkJournalState.SENT);
        session.find(INPUT)
                .as(StepVerifier::create)
                .expectNext(journal.entries.get(3))
                .verifyComplete();
    }

    @Test
    void namesakesAreOtherInputsOfTheName() {
        record(BulkJournalState.SENT, null);
        session.record(new JournaledInput("another", "digest", "ci", null), BulkJournalState.SENT)
                .subscribe();
        session.record(new JournaledInput("third", "digest", "other", null), BulkJournalState.SENT)
                .subscribe();

        session.findNamesakes(INPUT)
                .as(StepVerifier::create)
                .assertNext(others ->
                        assertThat(others).extracting(BulkJournalEntry::getKey).containsExactly("another"))
                .verifyComplete();
    }

    @Test
    void keyIsOfOneInput() {
        assertThat(session.take("key")).isTrue();
        assertThat(session.take("key")).isFalse();
    }

    @Test
    void lookupEndsWhenTheJobIsStopped() {
        List<String> results = new ArrayList<>();
        session.untilStopped(Mono.<String>never(), "stopped").subscribe(results::add);
        assertThat(results).isEmpty();
        session.stop();

        assertThat(results).containsExactly("stopped");
    }

    /** The close of the client, here. Nothing is asked of the journal at that moment. */
    @Test
    void jobFailsWhenItsJournalMayNotBeUsedAnyMore() {
        session.onFailure(failures::add);
        openCalls.close().subscribe();
        scheduler.advanceTimeBy(Duration.ofMillis(50));

        assertThat(failures).singleElement().asString().contains("closed");
        assertThat(journal.open).isFalse();
        session.requireRecorded().as(StepVerifier::create).verifyErrorMessage("closed");
    }

    @Test
    void closeAfterTheEndOfTheJobIsNoFailure() {
        session.onFailure(failures::add);
        session.end().as(StepVerifier::create).verifyComplete();
        openCalls.close().subscribe();
        scheduler.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(failures).isEmpty();
        session.requireRecorded().as(StepVerifier::create).verifyComplete();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void journalThatIsNotOpenedLeavesNoOpenCall(boolean fails) {
        OpenCalls others = new OpenCalls(Runnable::run, Schedulers.parallel());
        BulkJournal none = operation -> fails ? Mono.error(new BulkJournalException("full", null)) : Mono.empty();

        JobSession.open(none, "create", RecordingJournal.calls(time, others), new TenantClock(time))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(BulkJournalException.class)
                        .hasMessageContaining(fails ? "full" : "has opened nothing"));
        assertThat(others.hasCalls()).isFalse();
    }
}
