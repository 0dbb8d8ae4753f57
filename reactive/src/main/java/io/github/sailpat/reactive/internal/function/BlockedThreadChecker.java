package io.github.sailpat.reactive.internal.function;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * Finds code of the application that blocks an event loop of the client, or a thread of its timers, and logs the stack
 * of the thread. While calls are open, each of these threads gets a task every 200 ms; one that has not run it after
 * four such times is blocked. There is no thread and no task while no call is open.
 */
public final class BlockedThreadChecker {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.call");
    private static final long PERIOD_MILLIS = 200;
    private static final int MISSED_PERIODS = 4;
    /** After a longer one the process was stopped, or had no processor: the threads had no chance to answer. */
    private static final long MAX_GAP_MILLIS = 4 * PERIOD_MILLIS;

    private static final long IDLE_SECONDS = 1;

    private final BooleanSupplier isBusy;
    private final TimeSource timeSource;
    private final FunctionThreads functions;
    private final ScheduledThreadPoolExecutor checks = new ScheduledThreadPoolExecutor(1, BlockedThreadChecker::thread);
    private final Map<Executor, Probe> probes = new ConcurrentHashMap<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean timersWatched = new AtomicBoolean();
    private volatile boolean closed;
    /** Accessed by the thread of the checks only. */
    private long lastCheck;
    /** Code of the application may still run when its call has ended; accessed by the thread of the checks only. */
    private int idleChecks;

    /**
     * A checker that checks nothing yet.
     *
     * @param isBusy whether a call is open
     * @param timeSource the time, and the scheduler of the timers
     * @param functions threads to log on
     */
    public BlockedThreadChecker(BooleanSupplier isBusy, TimeSource timeSource, FunctionThreads functions) {
        this.isBusy = isBusy;
        this.timeSource = timeSource;
        this.functions = functions;
        checks.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        checks.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sailpat-blocked-thread-checker");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /**
     * Checks an event loop from now on. Called on this event loop.
     *
     * @param eventLoop runs its tasks on one thread
     */
    public void watch(Executor eventLoop) {
        probes.computeIfAbsent(eventLoop, loop -> new Probe(loop, Thread.currentThread()));
    }

    /** Checks while calls are open. */
    public void start() {
        if (!running.get() && running.compareAndSet(false, true)) {
            watchTimers();
            schedule(true);
        }
    }

    /** Each worker of Reactor's parallel scheduler belongs to one thread, in turn. */
    private void watchTimers() {
        if (timersWatched.compareAndSet(false, true)) {
            for (int i = 0; i < Schedulers.DEFAULT_POOL_SIZE; i++) {
                Executor worker = timeSource.scheduler().createWorker()::schedule;
                probes.put(worker, new Probe(worker, null));
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a check is not waited for
    private void schedule(boolean first) {
        checks.schedule(() -> check(first), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void check(boolean first) {
        if (closed) {
            return;
        }
        long now = timeSource.nanoTime();
        boolean late = !first && now - lastCheck > TimeUnit.MILLISECONDS.toNanos(MAX_GAP_MILLIS);
        lastCheck = now;
        idleChecks = first || isBusy.getAsBoolean() ? 0 : idleChecks + 1;
        if (idleChecks > 1 && probes.values().stream().allMatch(probe -> probe.answered)) {
            stop();
            return;
        }
        try {
            for (Probe probe : probes.values()) {
                if (!late && probe.isBlocked()) {
                    log(probe);
                }
            }
        } finally { // there may be no thread to log on
            schedule(false);
        }
    }

    private void stop() {
        running.set(false);
        if (isBusy.getAsBoolean()) { // a call began meanwhile, and may have found it running
            start();
        }
    }

    private void log(Probe probe) {
        Thread thread = probe.thread;
        if (thread != null) {
            IllegalStateException stack = new IllegalStateException("the stack of thread " + thread.getName());
            stack.setStackTrace(thread.getStackTrace());
            functions.run(() -> LOG.warn(
                    "Thread {} has been blocked for more than {} ms, and calls of the client wait for it: code that"
                            + " blocks belongs on another thread, for example by"
                            + " subscribeOn(Schedulers.boundedElastic()). The stack shows what it does",
                    thread.getName(),
                    PERIOD_MILLIS * MISSED_PERIODS,
                    stack));
        }
    }

    /**
     * Checks nothing more. The thread ends by itself when it has been idle: a client may be closed on an event loop,
     * and a shutdown waits for a lock.
     */
    public void close() {
        closed = true;
        probes.clear();
    }

    /** A task for one thread. */
    private static final class Probe implements Runnable {
        private final Executor executor;
        private volatile @Nullable Thread thread;
        private volatile boolean answered = true;
        /** The periods since it was executed; accessed by the thread of the checks only. */
        private int missed;

        Probe(Executor executor, @Nullable Thread thread) {
            this.executor = executor;
            this.thread = thread;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            answered = true;
        }

        /** {@code true} once, when the thread has not answered for some periods. */
        boolean isBlocked() {
            if (!answered) {
                return ++missed == MISSED_PERIODS;
            }
            missed = 0;
            answered = false;
            try {
                executor.execute(this);
            } catch (RejectedExecutionException e) { // it is shut down
                answered = true;
            }
            return false;
        }
    }
}
