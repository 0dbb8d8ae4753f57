package io.github.sailpat.reactive.internal.bulk;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkProgress;
import io.github.sailpat.reactive.internal.observe.BulkWatch;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * A job: each subscription is a run of it.
 *
 * @param <I> the input
 * @param <R> the result
 */
public final class BulkRunner<I, R> extends BulkJob<I, R> {
    private final Flux<? extends I> source;
    private final BulkOptions options;
    private final int concurrency;
    private final BulkOperation<I, R> operation;
    private final BulkTally tally;
    private final BulkWatch watch;
    private final Set<BulkRun<I, R>> runs = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * A job that has not begun.
     *
     * @param source the inputs
     * @param options how
     * @param concurrency how many at a time
     * @param operation makes a call of an input
     * @param nanoTime a monotonic clock
     * @param watch tells an observer, if there is one
     */
    public BulkRunner(
            Publisher<? extends I> source,
            BulkOptions options,
            int concurrency,
            BulkOperation<I, R> operation,
            LongSupplier nanoTime,
            BulkWatch watch) {
        this.source = Flux.from(source);
        this.options = options;
        this.concurrency = concurrency;
        this.operation = operation;
        this.tally = new BulkTally(nanoTime);
        this.watch = watch;
    }

    @Override
    public void subscribe(CoreSubscriber<? super BulkOutcome<I, R>> actual) {
        source.subscribe(new BulkRun<>(this, actual));
    }

    @Override
    public void stop() {
        stopped = true;
        runs.forEach(run -> run.stop(null));
    }

    @Override
    public BulkProgress getProgress() {
        int inFlight = 0;
        int waiting = 0;
        for (BulkRun<I, R> run : runs) {
            inFlight += run.inFlight.getAsInt();
            waiting += run.waitingForPace();
        }
        return tally.snapshot(inFlight, waiting, stopped);
    }

    void begun(BulkRun<I, R> run) {
        tally.begin();
        runs.add(run);
        watch.begun(run.inFlight);
        if (stopped) {
            run.stop(null);
        }
    }

    void ended(BulkRun<I, R> run) {
        runs.remove(run);
        watch.ended(run.inFlight);
        tally.end();
    }

    void count(BulkOutcome<I, R> outcome) {
        BulkOutcomeKind kind = BulkTally.kindOf(outcome);
        tally.count(kind);
        watch.known(kind);
    }

    /** A run stopped itself. */
    void markStopped() {
        stopped = true;
    }

    BulkOptions options() {
        return options;
    }

    int concurrency() {
        return concurrency;
    }

    BulkOperation<I, R> operation() {
        return operation;
    }

    BulkTally tally() {
        return tally;
    }
}
