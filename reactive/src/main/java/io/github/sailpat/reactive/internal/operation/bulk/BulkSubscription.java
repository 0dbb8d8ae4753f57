package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscription of a job. Reactor's {@code flatMap} has the same demand, but no way to end a source without dropping
 * the element that is just arriving, and no say about what a cancel finds in its queues.
 *
 * <p>What is {@code open} decides about the end: each item that was taken and not delivered, and the source itself
 * until it ends or is stopped. An element that arrives while a stop is closing the source either is counted before the
 * last of the others is delivered, then it gets an outcome like them, or finds nothing open, then the run is over and
 * it was never taken.
 *
 * <p>Delivery is serialised by a count of those who ask for it: the first one delivers, also for those who come
 * meanwhile.
 */
final class BulkSubscription<I, R> implements CoreSubscriber<I>, Subscription {
    private record Stop(@Nullable Throwable reason) {}

    private final DefaultBulkJob<I, R> job;
    private final CoreSubscriber<? super BulkOutcome<I, R>> actual;
    private final int concurrency;
    private final OutcomeBuffer<I, R> known;
    private final UndeliveredSecretHandler undelivered;
    private final Set<BulkItem<I, R>> underWay = ConcurrentHashMap.newKeySet();
    /** How many items are under way. */
    final IntSupplier inFlight = underWay::size;
    /** The client is closed, or about to be. */
    final Runnable close = this::close;

    private final AtomicInteger open = new AtomicInteger(1);
    private final AtomicBoolean sourceOpen = new AtomicBoolean(true);
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger deliveries = new AtomicInteger();
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private final StopSignal stopSignal = new StopSignal();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private Subscription source = Operators.emptySubscription();
    private volatile @Nullable Throwable sourceError;
    /** Touched by the source's thread only. */
    private long taken;
    /** Touched by who delivers only. */
    private boolean ended;

    BulkSubscription(DefaultBulkJob<I, R> job, CoreSubscriber<? super BulkOutcome<I, R>> actual) {
        this.job = job;
        this.actual = actual;
        this.concurrency = job.concurrency();
        this.known = job.options().isOrdered() ? OutcomeBuffer.ordered(concurrency) : OutcomeBuffer.asKnown();
        this.undelivered = job.undelivered();
    }

    // ---- from the source

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        actual.onSubscribe(this);
        job.begun(this);
        Publisher<?> stopWhen = job.options().getStopWhen();
        if (stopWhen != null) {
            stopWhen.subscribe(stopSignal);
        }
        if (stop.get() == null && !cancelled.get()) {
            subscription.request(concurrency);
        }
    }

    @Override
    public void onNext(I input) {
        String offence = input == null
                ? "the source gave a null, which Reactive Streams forbids"
                : open.get() > concurrency ? "the source gave more elements than it was asked for" : null;
        if (offence != null && sourceOpen.get()) {
            source.cancel();
            onError(new IllegalStateException(offence));
        } else if (offence != null || cancelled.get() || !enter()) {
            Operators.onDiscard(input, currentContext());
        } else {
            take(input);
        }
    }

    /** Counts an element that was taken; {@code false} if the run is over. */
    private boolean enter() {
        return open.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    private void take(I input) {
        job.tally().countTaken();
        BulkItem<I, R> call = new BulkItem<>(this, taken++, input);
        Stop stopped = stop.get();
        if (stopped != null) {
            call.skip(stopped.reason());
            return;
        }
        underWay.add(call);
        call.begin(job.operation());
        // A stop or a cancel that came before the call was under way has missed it.
        stopped = stop.get();
        if (cancelled.get()) {
            call.cancel();
        } else if (stopped != null) {
            call.halt(stopped.reason());
        }
    }

    @Override
    public void onError(Throwable error) {
        if (sourceOpen.get()) {
            sourceError = error;
            closeSource();
        } else {
            Operators.onErrorDropped(error, currentContext());
        }
    }

    @Override
    public void onComplete() {
        closeSource();
    }

    private void closeSource() {
        if (sourceOpen.compareAndSet(true, false)) {
            open.decrementAndGet();
            deliver();
        }
    }

    // ---- from the items

    void known(BulkItem<I, R> call, BulkOutcome<I, R> outcome) {
        underWay.remove(call);
        job.count(outcome);
        known.add(outcome);
        if (endsTheJob(outcome)) {
            job.markStopped();
            stop(outcome.getError());
        }
        deliver();
    }

    void undelivered(CreatedPersonalAccessToken token) {
        undelivered.handOver(token);
    }

    void undelivered(@Nullable Throwable error) {
        undelivered.handOver(error);
    }

    private boolean endsTheJob(BulkOutcome<I, R> outcome) {
        Throwable error = outcome.getError();
        if (error == null || outcome instanceof BulkOutcome.NotAttempted) {
            return false;
        }
        Double share = job.options().getFailureShare();
        return error instanceof AuthenticationException
                || error instanceof UnauthorizedException
                || error instanceof RateLimitedException // it has waited as long as it could, and so would the others
                || (share != null
                        && job.tally().isFailureShare(share, job.options().getFailureShareAfter()));
    }

    // ---- from outside

    void stop(@Nullable Throwable reason) {
        if (stop.compareAndSet(null, new Stop(reason))) {
            cancelSource();
            closeSource();
            underWay.forEach(call -> call.halt(reason));
        }
    }

    private void close() {
        job.markStopped();
        stop(job.closedError());
    }

    int waitingForPermit() {
        return (int) underWay.stream().filter(BulkItem::isWaitingForPermit).count();
    }

    /** Whatever that throws, the job ends. */
    private void cancelSource() {
        try {
            source.cancel();
        } catch (RuntimeException e) {
            Operators.onErrorDropped(e, currentContext());
        }
    }

    // ---- from the subscriber

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            demand.accumulateAndGet(n, Operators::addCap);
            deliver();
        }
    }

    @Override
    public void cancel() {
        if (cancelled.compareAndSet(false, true)) {
            cancelSource();
            underWay.forEach(BulkItem::cancel);
            underWay.clear();
            end();
            deliver();
        }
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    // ---- to the subscriber

    private void deliver() {
        if (deliveries.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            deliverWhatIsWanted();
            if (cancelled.get()) {
                known.drain(undelivered::handOver);
            } else if (open.get() == 0 && !ended) {
                ended = true;
                end();
                Throwable error = sourceError;
                if (error == null) {
                    actual.onComplete();
                } else {
                    actual.onError(error);
                }
            }
            missed = deliveries.addAndGet(-missed);
        } while (missed != 0);
    }

    private void deliverWhatIsWanted() {
        long wanted = demand.get();
        long delivered = 0;
        while (delivered < wanted && !cancelled.get()) {
            BulkOutcome<I, R> outcome = known.poll();
            if (outcome == null) {
                break;
            }
            delivered++;
            actual.onNext(outcome);
            open.decrementAndGet();
        }
        if (delivered > 0) {
            if (wanted != Long.MAX_VALUE) {
                demand.addAndGet(-delivered);
            }
            if (sourceOpen.get() && !cancelled.get()) {
                source.request(delivered);
            }
        }
    }

    private void end() {
        stopSignal.cancel();
        job.ended(this);
    }

    /** Any signal of it is a stop. */
    private final class StopSignal extends BaseSubscriber<Object> {
        @Override
        protected void hookOnNext(Object signal) {
            cancel();
            markedStop(null);
        }

        @Override
        protected void hookOnComplete() {
            markedStop(null);
        }

        @Override
        protected void hookOnError(Throwable error) {
            markedStop(error);
        }

        private void markedStop(@Nullable Throwable reason) {
            job.markStopped();
            BulkSubscription.this.stop(reason);
        }
    }
}
