package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.call.HaltableCall;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The subscriber of the call of one input, which turns its terminal signal into an outcome. Its states:
 *
 * <ol>
 *   <li>RUNNING; for a create, the token itself from the moment that it was read;
 *   <li>TERMINATED: the outcome was passed to the {@link BulkSubscription};
 *   <li>CANCELLED: there is no subscriber any more; a token that is read now is handed over, which leads to
 *       HANDED_OVER.
 * </ol>
 *
 * Each step is one compare-and-set. So there is at most one outcome, and a token that was read is in that outcome or is
 * handed over once, in every race of a cancel with a response.
 */
class BulkItem<I, R> extends Operators.DeferredSubscription implements CoreSubscriber<R>, Scannable {
    private enum State {
        RUNNING,
        TERMINATED,
        CANCELLED,
        HANDED_OVER
    }

    final BulkSubscription<I, R> parent;
    final long index;
    final I input;
    /** A {@link State} or a token. */
    private final AtomicReference<Object> state = new AtomicReference<>(State.RUNNING);

    private volatile @Nullable Subscription upstream;
    private volatile @Nullable HaltableCall progress;
    private @Nullable R result;
    private Consumer<Throwable> abandoned = error -> {};
    private volatile @Nullable BulkOutcome<I, R> outcome;

    BulkItem(BulkSubscription<I, R> parent, long index, I input) {
        this.parent = parent;
        this.index = index;
        this.input = input;
    }

    void start(BulkCallFactory<I, R> callFactory) {
        BulkCallFactory.Prepared<R> prepared;
        try {
            prepared = callFactory.prepare(input, this::tokenReceived);
        } catch (Throwable e) { // a fatal one too: without an outcome the job would never complete
            terminate(new BulkOutcome.Rejected<>(input, index, 0, e));
            return;
        }
        begin(prepared);
    }

    void begin(BulkCallFactory.Prepared<R> prepared) {
        progress = prepared.progress();
        result = prepared.resultIfEmpty();
        abandonedBy(prepared.abandoned());
        request(Long.MAX_VALUE);
        prepared.results().subscribe(this);
    }

    /** Sets what takes the error of a create that was or may have been applied, if it is not emitted. */
    void abandonedBy(Consumer<Throwable> handler) {
        abandoned = handler;
    }

    boolean isWaitingForPermit() {
        HaltableCall current = progress;
        return current != null && current.isWaitingForPermit();
    }

    /** A token was read from the response. May be called again with the same token. */
    void tokenReceived(CreatedPersonalAccessToken token) {
        if (!state.compareAndSet(State.RUNNING, token) && state.compareAndSet(State.CANCELLED, State.HANDED_OVER)) {
            parent.handOverUndelivered(token);
        }
    }

    /** The subscriber of the job has cancelled. */
    @Override
    public void cancel() {
        Object before = state.getAndUpdate(
                s -> s == State.RUNNING ? State.CANCELLED : s instanceof State ? s : State.HANDED_OVER);
        super.cancel();
        if (before instanceof CreatedPersonalAccessToken token) {
            parent.handOverUndelivered(token);
        }
    }

    /** The job stops: a call that waits is cancelled, a call that was sent continues. */
    void stop(@Nullable Throwable reason) {
        HaltableCall current = progress;
        if (current != null && current.halt()) {
            super.cancel();
            Throwable lastError = current.getLastError();
            terminate(
                    lastError != null && current.isAmbiguous()
                            ? new BulkOutcome.Unknown<>(input, index, current.getAttempts(), lastError)
                            : notAttempted(current.getAttempts(), lastError == null ? reason : lastError));
        }
    }

    /** The job was stopped before the call of this item was started. */
    void skip(@Nullable Throwable reason) {
        terminate(notAttempted(0, reason));
    }

    private BulkOutcome<I, R> notAttempted(int attempts, @Nullable Throwable reason) {
        return new BulkOutcome.NotAttempted<>(input, index, attempts, reason);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        set(subscription);
    }

    @Override
    public void onNext(R element) {
        result = element;
    }

    @Override
    public void onComplete() {
        R value = result;
        if (value == null) {
            onError(new IllegalStateException("the call completed without a result"));
        } else {
            terminate(new BulkOutcome.Succeeded<>(input, index, attempts(), value));
        }
    }

    @Override
    public void onError(Throwable error) {
        terminate(failed(error));
    }

    private BulkOutcome<I, R> failed(Throwable error) {
        if (error instanceof SecretLostException lost) {
            return new BulkOutcome.SecretLost<>(input, index, attempts(), lost);
        }
        HaltableCall current = progress;
        if (current != null && isNotAttempted(current, error)) {
            return notAttempted(current.getAttempts(), error);
        }
        if (error instanceof ClientClosedException closed && !closed.isMaybeApplied()) {
            return notAttempted(attempts(), error);
        }
        return isMaybeApplied(error)
                ? new BulkOutcome.Unknown<>(input, index, attempts(), error)
                : new BulkOutcome.Rejected<>(input, index, attempts(), error);
    }

    /** The job was stopped before another attempt, or the deadline passed before a permit was granted. */
    private static boolean isNotAttempted(HaltableCall current, Throwable error) {
        boolean noPermit = error instanceof DeadlineExceededException exceeded
                && exceeded.getPhase() == CallPhase.RATE_LIMIT
                && !exceeded.isMaybeApplied();
        return !current.isAmbiguous() && (current.isHaltedBeforeRetry() || noPermit);
    }

    private boolean isMaybeApplied(Throwable error) {
        HaltableCall current = progress;
        return current != null && current.isMaybeApplied(error);
    }

    private int attempts() {
        HaltableCall current = progress;
        return current == null ? 0 : current.getAttempts();
    }

    void terminate(BulkOutcome<I, R> known) {
        outcome = known;
        Object before = state.getAndUpdate(
                s -> s == State.RUNNING || s instanceof CreatedPersonalAccessToken ? State.TERMINATED : s);
        if (before == State.RUNNING || before instanceof CreatedPersonalAccessToken) {
            deliver(known);
        } else {
            handOverUndelivered(known);
        }
    }

    /**
     * The outcome, which is known from when {@link BulkSubscription#itemTerminated} was called; {@code null} if an
     * earlier run has emitted it.
     */
    @Nullable
    BulkOutcome<I, R> outcome() {
        return outcome;
    }

    long index() {
        return index;
    }

    /** The outcome is not emitted, because the subscriber of the job has cancelled. */
    void handOverUndelivered() {
        BulkOutcome<I, R> known = outcome;
        if (known instanceof BulkOutcome.Succeeded<I, R> succeeded
                && succeeded.getResult() instanceof CreatedPersonalAccessToken token) {
            parent.handOverUndelivered(token);
        } else if (known != null) {
            handOverUndelivered(known);
        }
    }

    private void handOverUndelivered(BulkOutcome<I, R> failed) {
        Throwable error = failed.getError();
        parent.handOverUndelivered(error);
        if (failed instanceof BulkOutcome.SecretLost || failed instanceof BulkOutcome.Unknown) {
            abandoned.accept(Objects.requireNonNull(error));
        }
    }

    void deliver(BulkOutcome<I, R> outcome) {
        parent.itemTerminated(this, outcome);
    }

    @Override
    public Context currentContext() {
        return parent.currentContext();
    }

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
        if (key == Attr.PARENT) {
            return upstream;
        }
        if (key == Attr.ACTUAL) {
            return parent;
        }
        if (key == Attr.TERMINATED) {
            return state.get() == State.TERMINATED;
        }
        if (key == Attr.CANCELLED) {
            return state.get() == State.CANCELLED || state.get() == State.HANDED_OVER;
        }
        if (key == Attr.PREFETCH) {
            return Integer.MAX_VALUE;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : null;
    }

    @Override
    public String stepName() {
        return "bulkItem";
    }
}
