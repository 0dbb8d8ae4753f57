package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.call.ItemProgress;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One item on its way. Its states:
 *
 * <ol>
 *   <li>RUNNING; for a create, the token itself from the moment that it was read;
 *   <li>KNOWN: the outcome is made, and the run's matter from then on;
 *   <li>CANCELLED: nobody waits; a token that is read now is handed over, which leads to HANDED_OVER.
 * </ol>
 *
 * Each step is one compare-and-set. So there is one outcome or none, and a token that was read is in that outcome or is
 * handed over once, however cancel and answer meet.
 */
final class BulkItem<I, R> extends Operators.DeferredSubscription implements CoreSubscriber<R> {
    private enum State {
        RUNNING,
        KNOWN,
        CANCELLED,
        HANDED_OVER
    }

    private final BulkSubscription<I, R> run;
    private final long index;
    private final I input;
    /** A {@link State} or a token. */
    private final AtomicReference<Object> state = new AtomicReference<>(State.RUNNING);

    private volatile @Nullable ItemProgress progress;
    private @Nullable R result;

    BulkItem(BulkSubscription<I, R> run, long index, I input) {
        this.run = run;
        this.index = index;
        this.input = input;
    }

    void begin(BulkCallFactory<I, R> operation) {
        BulkCallFactory.Prepared<R> prepared;
        try {
            prepared = operation.prepare(input, this::received);
        } catch (Throwable e) { // a fatal one too: nobody else would end this item, and the job
            finish(new BulkOutcome.Rejected<>(input, index, 0, e));
            return;
        }
        progress = prepared.progress();
        result = prepared.resultIfEmpty();
        request(Long.MAX_VALUE);
        prepared.results().subscribe(this);
    }

    boolean isWaitingForPermit() {
        ItemProgress current = progress;
        return current != null && current.isWaitingForPermit();
    }

    /** A token was read. What is read a second time is the same token. */
    private void received(CreatedPersonalAccessToken token) {
        if (!state.compareAndSet(State.RUNNING, token) && state.compareAndSet(State.CANCELLED, State.HANDED_OVER)) {
            run.undelivered(token);
        }
    }

    /** Nobody waits for it any more. */
    @Override
    public void cancel() {
        Object before = state.getAndUpdate(
                s -> s == State.RUNNING ? State.CANCELLED : s instanceof State ? s : State.HANDED_OVER);
        super.cancel();
        if (before instanceof CreatedPersonalAccessToken token) {
            run.undelivered(token);
        }
    }

    /** The job stops: what only waits goes no further; what is under way is left alone. */
    void halt(@Nullable Throwable reason) {
        ItemProgress current = progress;
        if (current != null && current.halt()) {
            super.cancel();
            Throwable kept = current.getLastError();
            finish(
                    kept != null && current.isAmbiguous()
                            ? new BulkOutcome.Unknown<>(input, index, current.getAttempts(), kept)
                            : notAttempted(current.getAttempts(), kept == null ? reason : kept));
        }
    }

    /** The job was stopped before this item was begun. */
    void skip(@Nullable Throwable reason) {
        finish(notAttempted(0, reason));
    }

    private BulkOutcome<I, R> notAttempted(int attempts, @Nullable Throwable reason) {
        return new BulkOutcome.NotAttempted<>(input, index, attempts, reason);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        set(subscription);
    }

    @Override
    public void onNext(R element) {
        result = element;
    }

    @Override
    public void onComplete() {
        R known = result;
        if (known == null) {
            onError(new IllegalStateException("the call ended without a result"));
        } else {
            finish(new BulkOutcome.Succeeded<>(input, index, attempts(), known));
        }
    }

    @Override
    public void onError(Throwable error) {
        finish(failed(error));
    }

    private BulkOutcome<I, R> failed(Throwable error) {
        if (error instanceof SecretLostException lost) {
            return new BulkOutcome.SecretLost<>(input, index, attempts(), lost);
        }
        ItemProgress current = progress;
        if (current != null && isOnlyStopped(current, error)) {
            return notAttempted(current.getAttempts(), error);
        }
        if (error instanceof ClientClosedException closed && !closed.isMaybeApplied()) {
            return notAttempted(attempts(), error);
        }
        return isMaybeApplied(error)
                ? new BulkOutcome.Unknown<>(input, index, attempts(), error)
                : new BulkOutcome.Rejected<>(input, index, attempts(), error);
    }

    /** The stop came before another attempt, or nobody was let through for longer than is worth waiting. */
    private static boolean isOnlyStopped(ItemProgress current, Throwable error) {
        boolean neverLetThrough = error instanceof DeadlineExceededException timeUp
                && timeUp.getPhase() == CallPhase.RATE_LIMIT
                && !timeUp.isMaybeApplied();
        return !current.isAmbiguous() && (current.isHaltedBeforeRetry() || neverLetThrough);
    }

    private boolean isMaybeApplied(Throwable error) {
        ItemProgress current = progress;
        return current != null && current.isMaybeApplied(error);
    }

    private int attempts() {
        ItemProgress current = progress;
        return current == null ? 0 : current.getAttempts();
    }

    private void finish(BulkOutcome<I, R> outcome) {
        Object before = state.getAndUpdate(
                s -> s == State.RUNNING || s instanceof CreatedPersonalAccessToken ? State.KNOWN : s);
        if (before == State.RUNNING || before instanceof CreatedPersonalAccessToken) {
            run.known(this, outcome);
        } else {
            run.undelivered(outcome.getError());
        }
    }

    @Override
    public Context currentContext() {
        return run.currentContext();
    }
}
