package io.github.sailpat.reactive.internal.operation.journal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The subscriber of one answer of a journal, which can be aborted. Whoever sets {@code terminated} first terminates it.
 *
 * @param <T> the answer
 */
final class PendingAnswer<T> extends Operators.DeferredSubscription implements CoreSubscriber<T>, Scannable {
    private final CoreSubscriber<? super T> actual;
    private final @Nullable String method;
    private final long since;
    private final Consumer<PendingAnswer<?>> whenTerminated;
    private final AtomicBoolean terminated = new AtomicBoolean();

    /**
     * An answer that is waited for from now on.
     *
     * @param actual its subscriber
     * @param method the method that was called, or {@code null} for an answer that may take any time
     * @param since now, in nanoseconds
     * @param whenTerminated takes this object when it is not waited for any more
     */
    PendingAnswer(
            CoreSubscriber<? super T> actual,
            @Nullable String method,
            long since,
            Consumer<PendingAnswer<?>> whenTerminated) {
        this.actual = actual;
        this.method = method;
        this.since = since;
        this.whenTerminated = whenTerminated;
    }

    @Nullable
    String method() {
        return method;
    }

    long since() {
        return since;
    }

    void abort(Throwable error) {
        if (markTerminated()) {
            super.cancel();
            actual.onError(error);
        }
    }

    private boolean markTerminated() {
        boolean first = terminated.compareAndSet(false, true);
        if (first) {
            whenTerminated.accept(this);
        }
        return first;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        set(subscription);
    }

    @Override
    public void onNext(T answer) {
        if (markTerminated()) {
            actual.onNext(answer);
            actual.onComplete();
        } else {
            Operators.onDiscard(answer, currentContext());
        }
    }

    @Override
    public void onError(Throwable error) {
        if (markTerminated()) {
            actual.onError(error);
        } else {
            Operators.onErrorDropped(error, currentContext());
        }
    }

    @Override
    public void onComplete() {
        if (markTerminated()) {
            actual.onComplete();
        }
    }

    @Override
    public void cancel() {
        markTerminated();
        super.cancel();
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
        if (key == Attr.ACTUAL) {
            return actual;
        }
        if (key == Attr.TERMINATED) {
            return terminated.get();
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }
}
