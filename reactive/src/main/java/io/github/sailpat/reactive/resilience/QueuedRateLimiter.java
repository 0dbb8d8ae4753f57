package io.github.sailpat.reactive.resilience;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * A rate limiter whose subscribers wait until an implementation grants them a permit. This class does what belongs to
 * Reactive Streams: the subscription, the cancel, the first signal. An implementation decides when there is a permit.
 *
 * <p>The methods of an implementation are called on any thread, also concurrently, and must not block. They may call
 * {@link Waiter#subscribeToSource()}, which runs code of the user, so never while a lock is held.
 */
public abstract class QueuedRateLimiter implements RateLimiter {
    /** For implementations. */
    protected QueuedRateLimiter() {}

    @Override
    public final <T> Flux<T> limit(Flux<T> source) {
        return new FluxOperator<>(source) {
            @Override
            public void subscribe(CoreSubscriber<? super T> actual) {
                RateLimitedSubscriber<T> subscriber =
                        new RateLimitedSubscriber<T>(QueuedRateLimiter.this, this.source, actual);
                actual.onSubscribe(subscriber);
                enqueue(subscriber);
            }

            @Override
            public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
                return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : super.scanUnsafe(key);
            }
        };
    }

    /**
     * A subscriber waits for a permit. It may have cancelled already: then {@link Waiter#grant()} returns
     * {@code false}.
     *
     * @param waiter the subscriber
     */
    protected abstract void enqueue(Waiter waiter);

    /**
     * A subscriber has cancelled while it waited. It may have left the queue already, or not have entered it yet.
     *
     * @param waiter the subscriber
     */
    protected abstract void remove(Waiter waiter);

    /**
     * A subscriber with a permit has received the first signal, or has cancelled: the window of its permit starts now.
     * Called once for each permit.
     */
    protected abstract void release();

    /** A subscriber that waits for a permit. */
    public interface Waiter {
        /**
         * Gives a permit.
         *
         * @return {@code false} if the subscriber has cancelled; then the permit is not used
         */
        boolean grant();

        /** Subscribes to the source. Call it once, after {@link #grant()} has returned {@code true}. */
        void subscribeToSource();
    }
}
