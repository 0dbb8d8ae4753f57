package io.github.sailpat.reactive.resilience;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A subscriber that waits for a permit of a rate limiter before it subscribes to its source. Its states:
 *
 * <ol>
 *   <li>WAITING for a permit.
 *   <li>GRANTED: the limiter has granted a permit, and the source is being subscribed to.
 *   <li>RELEASED: the source has emitted its first signal, or the subscriber has cancelled, while waiting or later.
 * </ol>
 *
 * Each step is one compare-and-set, so a permit is neither lost nor released twice. A cancel between GRANTED and the
 * subscription to the source cancels the source when it has been subscribed to.
 */
final class RateLimitedSubscriber<T> extends Operators.DeferredSubscription
        implements CoreSubscriber<T>, QueuedRateLimiter.Waiter {
    private enum State {
        WAITING,
        GRANTED,
        RELEASED
    }

    private final QueuedRateLimiter limiter;
    private final Flux<? extends T> source;
    private final CoreSubscriber<? super T> actual;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private volatile boolean terminated;

    RateLimitedSubscriber(QueuedRateLimiter limiter, Flux<? extends T> source, CoreSubscriber<? super T> actual) {
        this.limiter = limiter;
        this.source = source;
        this.actual = actual;
    }

    @Override
    public boolean grant() {
        return state.compareAndSet(State.WAITING, State.GRANTED);
    }

    @Override
    public void subscribeToSource() {
        try {
            source.subscribe(this);
        } catch (Throwable e) { // another waiter may follow
            onError(e);
        }
    }

    private void releasePermit() {
        if (state.get() == State.GRANTED && state.compareAndSet(State.GRANTED, State.RELEASED)) {
            limiter.release();
        }
    }

    @Override
    public void cancel() {
        try {
            super.cancel();
        } finally { // the source may throw
            if (state.compareAndSet(State.WAITING, State.RELEASED)) {
                limiter.remove(this);
            } else {
                releasePermit();
            }
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        set(subscription);
    }

    @Override
    public void onNext(T element) {
        releasePermit();
        actual.onNext(element);
    }

    @Override
    public void onError(Throwable error) {
        terminated = true;
        releasePermit();
        actual.onError(error);
    }

    @Override
    public void onComplete() {
        terminated = true;
        releasePermit();
        actual.onComplete();
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
        if (key == Attr.RUN_STYLE) {
            return Attr.RunStyle.ASYNC;
        }
        return key == Attr.TERMINATED ? terminated : super.scanUnsafe(key);
    }
}
