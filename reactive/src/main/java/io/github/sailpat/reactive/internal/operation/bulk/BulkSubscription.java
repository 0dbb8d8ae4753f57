package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.delivery.UndeliveredSignal;
import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.github.sailpat.reactive.internal.operation.UndeliveredSecretHandler;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The subscriber of the source and the subscription of one subscriber to a job. It requests inputs, starts an item for
 * each, and emits their outcomes on demand. Reactor's {@code flatMap} has the same demand, but it cannot stop a source
 * without dropping the element that is just being emitted, and it drops the contents of its queues on cancel.
 *
 * <p>{@code pending} counts the source until it terminates or is stopped, and each item until its outcome was emitted.
 * At zero the stream completes. For an element that is emitted while a stop cancels the source, there are two cases:
 *
 * <ol>
 *   <li>it is counted before the last other outcome was emitted: it gets an outcome too;
 *   <li>{@code pending} is zero already: the stream has completed, and the element is discarded and not counted.
 * </ol>
 *
 * <p>Emission is serialised by the counter {@code wip}: the thread that increments it from zero emits, also for the
 * threads that increment it meanwhile.
 */
final class BulkSubscription<I, R> implements CoreSubscriber<I>, Subscription, Scannable {
    private record StopRequest(@Nullable Throwable reason) {}

    private final DefaultBulkJob<I, R> job;
    private final @Nullable JournaledJob<I, R> journal;
    private final CoreSubscriber<? super BulkOutcome<I, R>> actual;
    private final int concurrency;
    final BulkCounter counter;
    private final OutcomeBuffer<I, R> outcomes;
    private final UndeliveredSecretHandler undelivered;
    private final @Nullable UndeliveredSignal undeliveredSignal;
    private final Set<BulkItem<I, R>> items = ConcurrentHashMap.newKeySet();
    /** The number of items in flight. */
    final IntSupplier inFlight = items::size;
    /** Stops this subscription when the client is closed or drained. */
    final Runnable onClose = this::stopForClose;

    private final AtomicInteger pending = new AtomicInteger(1);
    private final AtomicBoolean sourceActive = new AtomicBoolean(true);
    private final AtomicLong requested = new AtomicLong();
    private final AtomicInteger wip = new AtomicInteger();
    private final AtomicReference<@Nullable StopRequest> stopRequest = new AtomicReference<>();
    private final StopSubscriber stopSubscriber = new StopSubscriber();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private Subscription source = Operators.emptySubscription();
    private volatile @Nullable Throwable sourceError;
    private volatile @Nullable Throwable badRequest;
    /** Accessed by the thread of the source only. */
    private long nextIndex;
    /** Written by the emitting thread only. */
    private volatile boolean terminated;

    BulkSubscription(
            DefaultBulkJob<I, R> job,
            @Nullable JournaledJob<I, R> journal,
            CoreSubscriber<? super BulkOutcome<I, R>> actual) {
        this.job = job;
        this.journal = journal;
        this.actual = actual;
        this.concurrency = job.concurrency();
        this.counter = new BulkCounter(job.timeSource());
        this.outcomes = job.options().isOrdered() ? OutcomeBuffer.ordered(concurrency) : OutcomeBuffer.unordered();
        this.undelivered = job.undelivered();
        this.undeliveredSignal = UndeliveredSignal.claim(actual.currentContext());
        if (journal != null) {
            journal.session().onFailure(this::fail);
        }
    }

    // ---- from the source

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        actual.onSubscribe(this);
        job.add(this);
        if (cancelled.get()) { // before it was added
            release("cancelled");
            return;
        }
        Publisher<?> stopWhen = job.options().getStopWhen();
        if (stopWhen != null) {
            FunctionFlux.of("stopWhen", () -> stopWhen).subscribe(stopSubscriber);
        }
        if (stopRequest.get() == null && !cancelled.get()) {
            subscription.request(concurrency);
        }
    }

    @Override
    public void onNext(I input) {
        String violation = input == null
                ? "the source of the job emitted null, which Reactive Streams rule 2.13 forbids"
                : pending.get() > concurrency
                        ? "the source of the job emitted more elements than were requested, which Reactive Streams"
                                + " rule 1.1 forbids"
                        : null;
        if (violation != null && sourceActive.get()) {
            source.cancel();
            onError(new IllegalStateException(violation));
        } else if (violation != null || cancelled.get() || !countPending()) {
            Operators.onDiscard(input, currentContext());
        } else {
            start(input);
        }
    }

    /** Counts an element; {@code false} if the stream has terminated. */
    private boolean countPending() {
        return pending.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    private void start(I input) {
        counter.countTaken();
        BulkItem<I, R> item = journal == null
                ? new BulkItem<>(this, nextIndex++, input)
                : new JournalingBulkItem<>(this, nextIndex++, input, journal);
        StopRequest stop = stopRequest.get();
        if (stop != null) {
            item.skip(stop.reason());
            return;
        }
        items.add(item);
        item.start(job.callFactory());
        afterBegin(item);
    }

    /** An item is about to begin its call: {@code false} if it must not. */
    boolean mayBegin(BulkItem<I, R> item) {
        StopRequest stop = stopRequest.get();
        if (stop != null) {
            item.skip(stop.reason());
        }
        return stop == null && !cancelled.get();
    }

    /** A stop or a cancel that came before the call was started has not reached it. */
    void afterBegin(BulkItem<I, R> item) {
        StopRequest stop = stopRequest.get();
        if (cancelled.get()) {
            item.cancel();
        } else if (stop != null) {
            item.stop(stop.reason());
        }
    }

    @Override
    public void onError(Throwable error) {
        if (sourceActive.get()) {
            sourceError = error;
            sourceTerminated();
        } else {
            Operators.onErrorDropped(error, currentContext());
        }
    }

    @Override
    public void onComplete() {
        sourceTerminated();
    }

    private void sourceTerminated() {
        if (sourceActive.compareAndSet(true, false)) {
            pending.decrementAndGet();
            drain();
        }
    }

    // ---- from the items

    void itemTerminated(BulkItem<I, R> item, BulkOutcome<I, R> outcome) {
        items.remove(item);
        BulkOutcomeKind kind = BulkCounter.kindOf(outcome);
        counter.countOutcome(kind);
        job.observeOutcome(kind);
        outcomes.add(item);
        if (isStopReason(outcome)) {
            counter.markStopped();
            stop(outcome.getError());
        }
        drain();
    }

    /** An earlier run has emitted the outcome of the item. It passes the buffer, which may be ordered. */
    void itemDoneBefore(BulkItem<I, R> item, BulkJournalState state) {
        items.remove(item);
        counter.countDoneBefore(BulkCounter.kindOf(state));
        outcomes.add(item);
        drain();
    }

    void handOverUndelivered(CreatedPersonalAccessToken token) {
        undelivered.handOver(token);
    }

    void handOverUndelivered(@Nullable Throwable error) {
        undelivered.handOver(error);
    }

    private boolean isStopReason(BulkOutcome<I, R> outcome) {
        Throwable error = outcome.getError();
        if (error == null || outcome instanceof BulkOutcome.NotAttempted) {
            return false;
        }
        Double share = job.options().getFailureShare();
        return JobStoppingErrors.isOne(error)
                || (share != null
                        && counter.isFailureShareReached(share, job.options().getFailureShareAfter()));
    }

    // ---- stop

    void stop(@Nullable Throwable reason) {
        if (stopRequest.compareAndSet(null, new StopRequest(reason))) {
            if (journal != null) {
                journal.session().stop();
            }
            cancelSource();
            sourceTerminated();
            items.forEach(item -> item.stop(reason));
        }
    }

    /** The job stops, and fails when the items in flight have their outcomes. */
    private void fail(Throwable error) {
        if (sourceError == null) {
            sourceError = error;
        }
        counter.markStopped();
        stop(error);
    }

    private void stopForClose() {
        counter.markStopped();
        stop(job.closedError());
    }

    boolean isStopping() {
        return stopRequest.get() != null;
    }

    boolean isClientClosed() {
        return job.isClientClosed();
    }

    int waitingForPermit() {
        return (int) items.stream().filter(BulkItem::isWaitingForPermit).count();
    }

    /** If the cancel throws, the job terminates all the same. */
    private void cancelSource() {
        try {
            source.cancel();
        } catch (Throwable e) { // of the application
            Operators.onErrorDropped(e, currentContext());
        }
    }

    // ---- from the subscriber

    @Override
    public void request(long n) {
        if (n > 0) {
            requested.accumulateAndGet(n, Operators::addCap);
            drain();
        } else {
            badRequest = Exceptions.nullOrNegativeRequestException(n);
            cancel();
        }
    }

    @Override
    public void cancel() {
        if (cancelled.compareAndSet(false, true)) {
            cancelSource();
            items.forEach(BulkItem::cancel);
            items.clear();
            release("cancelled");
            drain();
        }
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    // ---- to the subscriber

    private void drain() {
        if (wip.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            emitOutcomes();
            if (cancelled.get()) {
                outcomes.drainTo(BulkItem::handOverUndelivered);
                signalBadRequest();
            } else if (pending.get() == 0 && !terminated) {
                terminated = true;
                Throwable error = sourceError;
                release(error == null ? "completed" : "failed");
                if (error == null) {
                    actual.onComplete();
                } else {
                    actual.onError(error);
                }
            }
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
    }

    /** By rule 3.9 of Reactive Streams. */
    private void signalBadRequest() {
        Throwable error = badRequest;
        if (error != null && !terminated) {
            terminated = true;
            actual.onError(error);
        }
    }

    private void emitOutcomes() {
        long demand = requested.get();
        long emitted = 0;
        long polled = 0;
        while (emitted < demand && !cancelled.get()) {
            BulkItem<I, R> item = outcomes.poll();
            if (item == null) {
                break;
            }
            polled++;
            BulkOutcome<I, R> outcome = item.outcome();
            if (outcome != null) {
                emitted++;
                emit(item, outcome);
            }
            pending.decrementAndGet();
        }
        if (polled > 0) {
            if (demand != Long.MAX_VALUE) {
                requested.addAndGet(-emitted);
            }
            if (sourceActive.get() && !cancelled.get()) {
                source.request(polled);
            }
        }
    }

    /** A subscriber must not throw. One that does gets what it threw, and the job is cancelled. */
    private void emit(BulkItem<I, R> item, BulkOutcome<I, R> outcome) {
        if (undeliveredSignal != null) {
            undeliveredSignal.emitting(item::handOverUndelivered);
        }
        try {
            actual.onNext(outcome);
        } catch (Throwable e) { // of the subscriber
            cancel();
            actual.onError(FunctionFlux.emittable("the subscriber of the job", e));
        }
    }

    private void release(String signal) {
        stopSubscriber.cancel();
        job.remove(this, signal);
    }

    // ---- Scannable

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
        if (key == Attr.PARENT) {
            return source;
        }
        if (key == Attr.ACTUAL) {
            return actual;
        }
        if (key == Attr.TERMINATED) {
            return terminated;
        }
        if (key == Attr.CANCELLED) {
            return cancelled.get();
        }
        if (key == Attr.ERROR) {
            return sourceError;
        }
        if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
            return requested.get();
        }
        if (key == Attr.PREFETCH) {
            return concurrency;
        }
        if (key == Attr.BUFFERED) {
            return Math.max(0, pending.get() - items.size() - (sourceActive.get() ? 1 : 0));
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }

    /** The items in flight. */
    @Override
    public Stream<? extends Scannable> inners() {
        return items.stream();
    }

    @Override
    public String stepName() {
        return job.stepName();
    }

    /**
     * The subscriber of {@link io.github.sailpat.reactive.BulkOptions#getStopWhen()}, which stops the job at its first
     * signal.
     */
    private final class StopSubscriber extends BaseSubscriber<Object> {
        @Override
        protected void hookOnNext(Object signal) {
            cancel();
            stopJob(null);
        }

        @Override
        protected void hookOnComplete() {
            stopJob(null);
        }

        @Override
        protected void hookOnError(Throwable error) {
            stopJob(error);
        }

        private void stopJob(@Nullable Throwable reason) {
            counter.markStopped();
            BulkSubscription.this.stop(reason);
        }
    }
}
