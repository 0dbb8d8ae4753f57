package io.github.sailpat.reactive.internal.pipeline;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Makes attempts until one completes, or one fails and no other follows. The attempts do not nest: however many fail,
 * and on whatever thread, the stack has the depth of one.
 *
 * @param <T> the result
 */
final class RetryFlux<T> extends Flux<T> {
    /** What is made for one subscription. */
    interface Attempts<T> {
        /** Begins the next attempt when it is subscribed to. Must not throw. */
        Flux<T> next();

        /** The attempt has completed. */
        void succeeded();

        /**
         * Decides what follows an attempt that has failed. Must not throw.
         *
         * @return emits an element if another attempt follows, when it may begin; completes empty if the call has
         *     succeeded after all; fails with the result of the call
         */
        Mono<Boolean> afterFailure(Throwable error);
    }

    private final Supplier<Attempts<T>> attempts;

    RetryFlux(Supplier<Attempts<T>> attempts) {
        this.attempts = attempts;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        RetrySubscriber<T> subscriber = new RetrySubscriber<>(attempts.get(), actual);
        actual.onSubscribe(subscriber);
        subscriber.begin();
    }

    /**
     * One subscription. Attempts and decisions follow each other: each of them is subscribed to in the loop of
     * {@link #runSteps()}, which returns before the next one is begun if the one before has terminated within it.
     *
     * <p>Nothing was emitted by an attempt that another one follows, so each attempt gets the whole demand. The demand
     * and the current subscription are guarded by this object's monitor, under which no other code runs.
     */
    private static final class RetrySubscriber<T> implements CoreSubscriber<T>, Subscription, Scannable {
        private final Attempts<T> attempts;
        private final CoreSubscriber<? super T> actual;
        private final AtomicInteger steps = new AtomicInteger();
        /** The decision that is to be subscribed to, or {@code null} for an attempt. Used by one step at a time. */
        private @Nullable Publisher<Boolean> decision;

        private long demand;
        private @Nullable Subscription current;
        private boolean deciding;
        private boolean cancelled;
        private volatile boolean terminated;

        RetrySubscriber(Attempts<T> attempts, CoreSubscriber<? super T> actual) {
            this.attempts = attempts;
            this.actual = actual;
        }

        void begin() {
            runSteps();
        }

        private void runSteps() {
            if (steps.getAndIncrement() != 0) {
                return;
            }
            do {
                Publisher<Boolean> next = decision;
                if (isCancelled()) {
                    decision = null;
                } else if (next == null) {
                    attempts.next().subscribe(this);
                } else {
                    decision = null;
                    next.subscribe(new DecisionSubscriber());
                }
            } while (steps.decrementAndGet() != 0);
        }

        private synchronized boolean isCancelled() {
            return cancelled;
        }

        private void begins(Subscription subscription, boolean decides) {
            long request;
            synchronized (this) {
                request = cancelled ? -1 : decides ? Long.MAX_VALUE : demand;
                current = subscription;
                deciding = decides;
            }
            if (request < 0) {
                subscription.cancel();
            } else if (request > 0) {
                subscription.request(request);
            }
        }

        @Override
        public void onSubscribe(Subscription attempt) {
            begins(attempt, false);
        }

        @Override
        public void onNext(T element) {
            actual.onNext(element);
        }

        @Override
        public void onError(Throwable error) {
            decision = attempts.afterFailure(error);
            runSteps();
        }

        @Override
        public void onComplete() {
            attempts.succeeded();
            complete();
        }

        private void complete() {
            terminated = true;
            actual.onComplete();
        }

        @Override
        public void request(long n) {
            Subscription attempt;
            synchronized (this) {
                demand = Operators.addCap(demand, n);
                attempt = deciding ? null : current;
            }
            if (attempt != null) {
                attempt.request(n);
            }
        }

        @Override
        public void cancel() {
            Subscription subscription;
            synchronized (this) {
                subscription = cancelled ? null : current;
                cancelled = true;
            }
            if (subscription != null) {
                subscription.cancel();
            }
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
                return terminated;
            }
            if (key == Attr.CANCELLED) {
                return isCancelled();
            }
            return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : null;
        }

        /** Gets what follows one failed attempt. */
        private final class DecisionSubscriber implements CoreSubscriber<Boolean>, Scannable {
            private boolean another;

            @Override
            public void onSubscribe(Subscription subscription) {
                begins(subscription, true);
            }

            @Override
            public void onNext(Boolean next) {
                another = true;
            }

            @Override
            public void onError(Throwable error) {
                terminated = true;
                actual.onError(error);
            }

            @Override
            public void onComplete() {
                if (another) {
                    runSteps();
                } else {
                    complete();
                }
            }

            @Override
            public Context currentContext() {
                return actual.currentContext();
            }

            @Override
            public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
                return key == Attr.ACTUAL ? RetrySubscriber.this : null;
            }
        }
    }
}
