package io.github.sailpat.reactive.resilience;

import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscription on its way through a limiter. Its states: WAITING, then GRANTED by the limiter or SETTLED by a
 * cancel; then SETTLED by the first signal of the source, or by a cancel. Each step is taken by one thread only, so a
 * place is neither lost nor given twice. A cancel that comes between GRANTED and the source's subscription finds the
 * source cancelled as soon as it is subscribed.
 */
final class RateLimitedSubscriber<T> extends Operators.DeferredSubscription implements CoreSubscriber<T> {
    private enum State {
        WAITING,
        GRANTED,
        SETTLED
    }

    private final SlidingWindowRateLimiter limiter;
    private final Flux<? extends T> source;
    private final CoreSubscriber<? super T> actual;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    RateLimitedSubscriber(
            SlidingWindowRateLimiter limiter, Flux<? extends T> source, CoreSubscriber<? super T> actual) {
        this.limiter = limiter;
        this.source = source;
        this.actual = actual;
    }

    /** The limiter gives a place; {@code false} if nobody wants it any more. */
    boolean grant() {
        return state.compareAndSet(State.WAITING, State.GRANTED);
    }

    void begin() {
        source.subscribe(this);
    }

    private void settle() {
        if (state.get() == State.GRANTED && state.compareAndSet(State.GRANTED, State.SETTLED)) {
            limiter.settle();
        }
    }

    @Override
    public void cancel() {
        super.cancel();
        if (state.compareAndSet(State.WAITING, State.SETTLED)) {
            limiter.forget(this);
        } else {
            settle();
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        set(subscription);
    }

    @Override
    public void onNext(T element) {
        settle();
        actual.onNext(element);
    }

    @Override
    public void onError(Throwable error) {
        settle();
        actual.onError(error);
    }

    @Override
    public void onComplete() {
        settle();
        actual.onComplete();
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }
}
