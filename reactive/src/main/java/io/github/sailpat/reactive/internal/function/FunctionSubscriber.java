package io.github.sailpat.reactive.internal.function;

import io.github.sailpat.error.FunctionErrorException;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The subscriber between the publisher of a function and the subscriber of its elements. What one of them throws is
 * emitted as an error.
 */
final class FunctionSubscriber<T> extends Operators.DeferredSubscription implements CoreSubscriber<T> {
    private final String name;
    private final CoreSubscriber<? super T> actual;
    private final AtomicBoolean terminated = new AtomicBoolean();
    private volatile @Nullable CancelledOnce upstream;
    /** The call of the function on another thread; {@code null} if it is called on the thread of the subscriber. */
    private final Disposable.@Nullable Swap invocation;

    private FunctionSubscriber(String name, CoreSubscriber<? super T> actual, Disposable.@Nullable Swap invocation) {
        this.name = name;
        this.actual = actual;
        this.invocation = invocation;
    }

    /** Calls the function, and subscribes to its publisher; on one of the threads, if there are any. */
    static <T> void subscribe(
            String name,
            Supplier<? extends @Nullable Publisher<? extends T>> function,
            @Nullable FunctionThreads threads,
            CoreSubscriber<? super T> actual) {
        Disposable.Swap invocation = threads == null ? null : Disposables.swap();
        FunctionSubscriber<T> subscriber = new FunctionSubscriber<>(name, actual, invocation);
        actual.onSubscribe(subscriber);
        if (subscriber.terminated.get()) { // by a request that rule 3.9 forbids
            return;
        }
        if (threads == null || invocation == null) {
            subscriber.invoke(function);
            return;
        }
        try {
            invocation.update(threads.run(() -> subscriber.invoke(function)));
        } catch (RejectedExecutionException e) { // the client is closed
            subscriber.fail(name, e);
        }
    }

    private void invoke(Supplier<? extends @Nullable Publisher<? extends T>> function) {
        try {
            Objects.requireNonNull(function.get(), () -> name + " returned null instead of a publisher")
                    .subscribe(this);
        } catch (Throwable e) { // of the function
            if (!isInterrupted()) {
                fail(name, e);
            }
        }
    }

    /** By a cancel, after which nobody wants to know what the function says to that. */
    private boolean isInterrupted() {
        return invocation != null && invocation.isDisposed();
    }

    static Throwable emittable(String thrower, Throwable error) {
        return Exceptions.isFatal(error) ? new FunctionErrorException(thrower, Exceptions.unwrap(error)) : error;
    }

    /** Emits what was thrown. The publisher is cancelled, because it may still emit. */
    private void fail(String thrower, Throwable thrown) {
        if (terminated.compareAndSet(false, true)) {
            try {
                cancel();
            } catch (Throwable e) { // of the publisher, too
                thrown.addSuppressed(e);
            }
            actual.onError(emittable(thrower, thrown));
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        CancelledOnce once = new CancelledOnce(subscription);
        upstream = once;
        set(once);
    }

    /** Also cancels a publisher that emits within its first {@code request}, during which nothing is deferred yet. */
    @Override
    public void cancel() {
        super.cancel();
        if (invocation != null) {
            invocation.dispose();
        }
        CancelledOnce current = upstream;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onNext(T element) {
        if (terminated.get()) {
            Operators.onDiscard(element, currentContext());
            return;
        }
        try {
            actual.onNext(element);
        } catch (Throwable e) { // a subscriber must not throw, and one that does costs no more than its own call
            fail("the subscriber", e);
        }
    }

    @Override
    public void onError(Throwable error) {
        if (isInterrupted()) {
            return;
        }
        if (terminated.compareAndSet(false, true)) {
            actual.onError(emittable(name, error));
        } else {
            Operators.onErrorDropped(error, currentContext());
        }
    }

    @Override
    public void onComplete() {
        if (terminated.compareAndSet(false, true)) {
            actual.onComplete();
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) { // rule 3.9 of Reactive Streams
            fail(name, Exceptions.nullOrNegativeRequestException(n));
            return;
        }
        try {
            super.request(n);
        } catch (Throwable e) { // of the publisher
            fail(name, e);
        }
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
        if (key == Attr.RUN_STYLE) {
            return invocation == null ? Attr.RunStyle.SYNC : Attr.RunStyle.ASYNC;
        }
        CancelledOnce current = upstream;
        if (key == Attr.PARENT) {
            return current == null ? null : current.source;
        }
        return key == Attr.ACTUAL ? actual : super.scanUnsafe(key);
    }

    /** A subscription whose cancel is passed on once: hooks of its operators run at each one. */
    private static final class CancelledOnce implements Subscription {
        final Subscription source;
        private final AtomicBoolean cancelled = new AtomicBoolean();

        CancelledOnce(Subscription source) {
            this.source = source;
        }

        @Override
        public void request(long n) {
            source.request(n);
        }

        @Override
        public void cancel() {
            if (cancelled.compareAndSet(false, true)) {
                source.cancel();
            }
        }
    }
}
