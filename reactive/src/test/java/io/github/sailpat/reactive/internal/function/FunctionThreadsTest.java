package io.github.sailpat.reactive.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class FunctionThreadsTest {
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final FunctionThreads threads = new FunctionThreads("sailpat-function");

    /** Of this test, and others that Reactor has started for them. */
    private Set<String> started() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .map(Thread::getName)
                .filter(name -> name.startsWith("sailpat-function") || name.startsWith("pool-"))
                .collect(Collectors.toSet());
    }

    private void assertNoThreadIsLeft() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!started().isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(started()).isEmpty();
    }

    @Test
    void functionThatRunsAtTheCloseIsNotInterruptedAndEndsTheThreads() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        threads.run(() -> {
            running.countDown();
            try {
                release.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            done.countDown();
        });
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        threads.close();
        assertThat(started()).isNotEmpty();

        release.countDown();

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted).isFalse();
        assertNoThreadIsLeft();
    }

    @Test
    void idleThreadsEndAtTheClose() throws Exception {
        CountDownLatch done = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            threads.run(done::countDown);
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        threads.close();

        assertNoThreadIsLeft();
    }

    @Test
    void taskThatIsDisposedOfDoesNotKeepTheThreads() {
        for (int i = 0; i < 1_000; i++) {
            Disposable task = threads.run(() -> {});
            task.dispose();
            task.dispose();
        }
        threads.close();

        assertNoThreadIsLeft();
    }

    @Test
    void taskAfterTheCloseIsRun() throws Exception {
        threads.close();
        CountDownLatch done = new CountDownLatch(1);
        threads.run(done::countDown);

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
