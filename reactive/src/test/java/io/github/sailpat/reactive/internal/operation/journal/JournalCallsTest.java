package io.github.sailpat.reactive.internal.operation.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class JournalCallsTest {
    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private final OpenCalls openCalls = new OpenCalls(Runnable::run, Schedulers.parallel());
    private final JournalCalls calls =
            new JournalCalls(TimeSource.of(scheduler), openCalls, () -> new IllegalStateException("closed"));
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    private void callWithoutAnAnswer() {
        calls.call("Session.append(...)", Mono::never).subscribe(nothing -> {}, errors::add);
    }

    @Test
    void journalThatDoesNotAnswerEndsAllCallsWithOneError() {
        callWithoutAnAnswer();
        scheduler.advanceTimeBy(JournalCalls.ANSWER_TIME.minus(JournalCalls.CHECK_PERIOD));
        callWithoutAnAnswer();
        assertThat(errors).isEmpty();

        scheduler.advanceTimeBy(JournalCalls.CHECK_PERIOD);

        assertThat(errors)
                .hasSize(2)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(BulkJournalException.class)
                        .hasMessageContaining("has not answered Session.append(...) within 30 s"));
        AtomicInteger later = new AtomicInteger();
        calls.call("Session.find(...)", () -> Mono.fromRunnable(later::incrementAndGet))
                .subscribe(nothing -> {}, errors::add);
        assertThat(errors).hasSize(3);
        assertThat(later).hasValue(0);
        assertThat(openCalls.hasCalls()).isFalse();
    }

    @Test
    void answerInTimeIsTheResult() {
        scheduler.advanceTimeBy(JournalCalls.ANSWER_TIME);
        Sinks.One<String> answer = Sinks.one();
        List<String> results = new CopyOnWriteArrayList<>();
        calls.call("Session.find(...)", answer::asMono).subscribe(results::add, errors::add);
        scheduler.advanceTimeBy(JournalCalls.ANSWER_TIME.minusMillis(1));

        answer.tryEmitValue("found");
        scheduler.advanceTimeBy(JournalCalls.ANSWER_TIME);

        assertThat(results).containsExactly("found");
        assertThat(errors).isEmpty();
    }

    @Test
    void closeOfTheClientLeavesAMomentForTheLastAnswers() {
        Sinks.Empty<Void> answer = Sinks.empty();
        AtomicInteger answered = new AtomicInteger();
        calls.call("Session.append(...)", answer::asMono)
                .subscribe(nothing -> {}, errors::add, answered::incrementAndGet);
        callWithoutAnAnswer();

        openCalls.close().subscribe();
        answer.tryEmitEmpty();
        assertThat(answered).hasValue(1);
        assertThat(errors).isEmpty();
        scheduler.advanceTimeBy(Duration.ofMillis(99));

        assertThat(errors).singleElement().asString().contains("closed");
    }
}
