package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class TimeoutSchedulerTest {
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final TimeoutScheduler clock = new TimeoutScheduler(TimeSource.of(timer));
    private final List<String> rang = new ArrayList<>();

    @AfterEach
    void closeTimer() {
        timer.dispose();
    }

    private Disposable set(String name) {
        return clock.scheduleUsual(() -> rang.add(name), USUAL);
    }

    private void pass(long seconds) {
        timer.advanceTimeBy(Duration.ofSeconds(seconds));
    }

    @Test
    void eachRingsAtItsOwnTime() {
        set("first");
        pass(4);
        set("second");
        pass(5);
        assertThat(rang).isEmpty();
        pass(1);
        assertThat(rang).containsExactly("first");
        pass(3);
        assertThat(rang).containsExactly("first");
        pass(1);
        assertThat(rang).containsExactly("first", "second");
    }

    @Test
    void oneThatIsTakenBackDoesNotRing() {
        Disposable first = set("first");
        Disposable second = set("second");
        set("third");
        pass(1);
        set("fourth");
        first.dispose();
        second.dispose();
        second.dispose();
        pass(9);
        assertThat(rang).containsExactly("third");
        pass(1);
        assertThat(rang).containsExactly("third", "fourth");
    }

    @Test
    void oneThatFailsKeepsNoneFromRinging() {
        TimeoutScheduler real =
                new TimeoutScheduler(TimeSource.system()); // the virtual timer breaks off at an error itself
        Sinks.Empty<Void> second = Sinks.empty();
        real.scheduleUsual(
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                SHORT);
        real.scheduleUsual(second::tryEmitEmpty, SHORT);
        StepVerifier.create(second.asMono()).expectComplete().verify(USUAL);
    }

    @Test
    void whoSetsOneAfterAllWereTakenBackIsRungInTime() {
        set("first").dispose();
        pass(7);
        set("second");
        pass(9);
        assertThat(rang).isEmpty();
        pass(1);
        assertThat(rang).containsExactly("second");
    }

    @Test
    void aTimerThatIsGoneIsAnErrorThoughOthersWait() {
        Scheduler gone = Schedulers.newSingle("gone");
        TimeoutScheduler late = new TimeoutScheduler(TimeSource.of(gone));
        late.scheduleUsual(() -> rang.add("first"), USUAL);
        gone.dispose();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> late.scheduleUsual(() -> rang.add("second"), USUAL));
    }

    @Test
    void whatEndsACallIsRunAlthoughItsThreadsAreClosed() {
        new TimeoutScheduler(TimeSource.of(timer), end -> {
                    throw new RejectedExecutionException("closed");
                })
                .runEnd(() -> rang.add("end"));
        assertThat(rang).containsExactly("end");
    }

    @Test
    void alarmsOfAnyNumberOfLengthsRing() {
        for (int i = 1; i <= 40; i++) {
            int seconds = i;
            clock.scheduleUsual(() -> rang.add(seconds + " s"), Duration.ofSeconds(i));
        }
        pass(40);
        assertThat(rang).hasSize(40).startsWith("1 s", "2 s", "3 s").endsWith("39 s", "40 s");
    }
}
