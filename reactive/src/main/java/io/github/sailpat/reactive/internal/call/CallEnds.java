package io.github.sailpat.reactive.internal.call;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Ends calls on other threads. Each thread takes the next end when it has run one, and threads are added while any end
 * waits. So a subscriber that blocks or throws when its call ends holds up no other one.
 */
final class CallEnds {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.call");
    /** As many subscribers may block at the same time before the others wait. */
    private static final int MAX_THREADS = 256;

    private final Queue<Runnable> waiting;
    private final AtomicInteger unfinished;
    private final Sinks.Empty<Void> finished = Sinks.empty();

    private CallEnds(Collection<Runnable> ends) {
        waiting = new ConcurrentLinkedQueue<>(ends);
        unfinished = new AtomicInteger(waiting.size());
    }

    /**
     * Runs ends.
     *
     * @param ends those of the calls; each is run once
     * @param threads may block
     * @return completes when each end has returned
     */
    static Mono<Void> run(Collection<Runnable> ends, Executor threads) {
        CallEnds run = new CallEnds(ends);
        if (run.waiting.isEmpty()) {
            return Mono.empty();
        }
        for (int i = 0; i < MAX_THREADS && !run.waiting.isEmpty(); i++) {
            run.addThread(threads);
        }
        return run.finished.asMono();
    }

    private void addThread(Executor threads) {
        try {
            threads.execute(this::runWaiting);
        } catch (Throwable e) { // there is no thread any more, or none can be created
            LOG.debug("calls are ended on the thread that closes their client, because there is no other", e);
            runWaiting();
        }
    }

    private void runWaiting() {
        for (Runnable end = waiting.poll(); end != null; end = waiting.poll()) {
            try {
                end.run();
            } catch (Throwable e) { // of the subscriber
                LOG.warn("The subscriber of a call has thrown when its client was closed", e);
            } finally {
                if (unfinished.decrementAndGet() == 0) {
                    finished.tryEmitEmpty();
                }
            }
        }
    }
}
