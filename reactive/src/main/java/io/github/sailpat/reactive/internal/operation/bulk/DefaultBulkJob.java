package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkProgress;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.instrumentation.BulkObservation;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * A job: each subscription is a run of it.
 *
 * @param <I> the input
 * @param <R> the result
 */
public final class DefaultBulkJob<I, R> extends BulkJob<I, R> {
    private final Flux<? extends I> source;
    private final BulkOptions options;
    private final int concurrency;
    private final BulkCallFactory<I, R> operation;
    private final BulkCounter tally;
    private final BulkObservation observation;
    private final OpenCalls openCalls;
    private final UndeliveredSecretHandler undelivered;
    private final Set<BulkSubscription<I, R>> runs = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * A job that has not begun.
     *
     * @param source the inputs
     * @param options how
     * @param concurrency how many at a time
     * @param operation makes a call of an input
     * @param nanoTime a monotonic clock
     * @param observation tells an observer, if there is one
     * @param openCalls is told of the job's runs, so that a close ends them
     * @param undelivered where secrets go that nobody takes
     */
    public DefaultBulkJob(
            Publisher<? extends I> source,
            BulkOptions options,
            int concurrency,
            BulkCallFactory<I, R> operation,
            LongSupplier nanoTime,
            BulkObservation observation,
            OpenCalls openCalls,
            UndeliveredSecretHandler undelivered) {
        this.source = Flux.from(source);
        this.options = options;
        this.concurrency = concurrency;
        this.operation = operation;
        this.tally = new BulkCounter(nanoTime);
        this.observation = observation;
        this.openCalls = openCalls;
        this.undelivered = undelivered.orElse(options.getOnUndeliveredSecret());
    }

    @Override
    public void subscribe(CoreSubscriber<? super BulkOutcome<I, R>> actual) {
        if (openCalls.isOpenFor(actual.currentContext())) {
            source.subscribe(new BulkSubscription<>(this, actual));
        } else {
            Operators.error(actual, closedError());
        }
    }

    /** Of what was not begun because the client is closed. */
    ClientClosedException closedError() {
        return new ClientClosedException(OpenCalls.notBegun(observation.operation(), "bulk"), false, null, null);
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
        for (BulkSubscription<I, R> run : runs) {
            inFlight += run.inFlight.getAsInt();
            waiting += run.waitingForPermit();
        }
        return tally.snapshot(inFlight, waiting, stopped);
    }

    void begun(BulkSubscription<I, R> run) {
        tally.begin();
        runs.add(run);
        observation.begun(run.inFlight);
        if (stopped) {
            run.stop(null);
        }
        openCalls.addJob(run.close);
    }

    void ended(BulkSubscription<I, R> run) {
        runs.remove(run);
        openCalls.removeJob(run.close);
        observation.ended(run.inFlight);
        tally.end();
    }

    void count(BulkOutcome<I, R> outcome) {
        BulkOutcomeKind kind = BulkCounter.kindOf(outcome);
        tally.count(kind);
        observation.known(kind);
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

    BulkCallFactory<I, R> operation() {
        return operation;
    }

    UndeliveredSecretHandler undelivered() {
        return undelivered;
    }

    BulkCounter tally() {
        return tally;
    }
}
