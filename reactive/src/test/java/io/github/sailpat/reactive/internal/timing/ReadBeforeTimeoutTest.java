package io.github.sailpat.reactive.internal.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class ReadBeforeTimeoutTest {
    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final AtomicInteger runs = new AtomicInteger();
    private final List<Runnable> tasks = new ArrayList<>();
    private boolean isShutDown;
    /** Each of its tasks is due when it next runs tasks. */
    private final ScheduledExecutorService eventLoop = (ScheduledExecutorService) Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ScheduledExecutorService.class},
            (proxy, method, arguments) -> {
                if (isShutDown) {
                    throw new RejectedExecutionException();
                }
                tasks.add((Runnable) arguments[0]);
                return null;
            });

    @AfterEach
    void disposeTimer() {
        timer.dispose();
    }

    private void runTasks() {
        List<Runnable> due = List.copyOf(tasks);
        tasks.clear();
        due.forEach(Runnable::run);
    }

    @Test
    void eventLoopReadsOnceMoreAfterItHasRunTasksWithoutAnyRead() {
        ReadBeforeTimeout.before(eventLoop, timer, runs::incrementAndGet);

        runTasks();
        assertThat(runs).hasValue(0);
        runTasks();
        assertThat(runs).hasValue(1);
        timer.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(runs).hasValue(1);
    }

    @Test
    void eventLoopThatIsBlockedDelaysItByASecond() {
        ReadBeforeTimeout.before(eventLoop, timer, runs::incrementAndGet);

        timer.advanceTimeBy(ReadBeforeTimeout.BOUND.minusMillis(1));
        assertThat(runs).hasValue(0);
        timer.advanceTimeBy(Duration.ofMillis(1));
        assertThat(runs).hasValue(1);
    }

    @Test
    void eventLoopThatIsShutDownReadsNothing() {
        ReadBeforeTimeout.before(eventLoop, timer, runs::incrementAndGet);
        isShutDown = true;
        runTasks();
        assertThat(runs).hasValue(1);

        ReadBeforeTimeout.before(eventLoop, timer, runs::incrementAndGet);
        assertThat(runs).hasValue(2);
        ReadBeforeTimeout.before(null, timer, runs::incrementAndGet);
        assertThat(runs).hasValue(3);
    }
}
