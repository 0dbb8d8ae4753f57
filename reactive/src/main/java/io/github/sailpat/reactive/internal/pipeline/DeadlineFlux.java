package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.timing.ReadBeforeTimeout;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A call with a deadline: until its first signal it can be replaced by something else. One subscriber and one timeout
 * do what takes several of Reactor's operators; the figures are in the record of own operators.
 *
 * @param <T> the result
 */
final class DeadlineFlux<T> extends Flux<T> {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.call");
    /** The time of a call. */
    interface Time<T> {
        /** The time until the first check; the same for most calls. */
        Duration untilFirstCheck();

        /** At a check, the time until the next one; zero or less if the deadline has passed. */
        Duration untilNextCheck();

        /** The event loop that the call waits for a response on; {@code null} if it waits for something else. */
        default @Nullable ScheduledExecutorService eventLoop() {
            return null;
        }

        /**
         * What replaces the call when the deadline has passed; {@code null} if the call goes on. It is subscribed to
         * when the call was cancelled.
         */
        @Nullable
        Flux<T> atDeadline();

        /** The same, when the client is closed before the first signal. */
        Flux<T> atClose();

        /** The client is closed after the first signal. */
        default void closeStream() {}

        /** The subscriber has cancelled before the first signal, of the call or of what replaced it. */
        default void cancelled() {}
    }

    private final Flux<T> call;
    private final Time<T> time;
    private final TimeoutScheduler timeouts;
    private final OpenCalls openCalls;

    DeadlineFlux(Flux<T> call, Time<T> time, TimeoutScheduler timeouts, OpenCalls openCalls) {
        this.call = call;
        this.time = time;
        this.timeouts = timeouts;
        this.openCalls = openCalls;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        DeadlineSubscriber<T> subscriber = new DeadlineSubscriber<>(time, timeouts, openCalls, actual);
        actual.onSubscribe(subscriber);
        if (subscriber.begin()) {
            call.subscribe(subscriber);
        }
    }

    /**
     * One subscription. Its states:
     *
     * <ol>
     *   <li>RUNNING: the call has given no signal;
     *   <li>SIGNALLED by the first signal of the call: from now on its signals pass through;
     *   <li>REPLACED by the timeout or by the close of the client: the call is cancelled;
     *   <li>REPLACEMENT_SIGNALLED by the first signal of the replacement: from now on its signals pass through;
     *   <li>CANCELLED by the subscriber, from any of them.
     * </ol>
     *
     * Each step is one compare-and-set. An element of whoever came second is discarded, and its error is dropped
     * silently: a timeout often expires just when a subscriber cancels.
     */
    private static final class DeadlineSubscriber<T> extends Operators.DeferredSubscription
            implements CoreSubscriber<T>, Runnable {
        private enum State {
            RUNNING,
            SIGNALLED,
            REPLACED,
            REPLACEMENT_SIGNALLED,
            CANCELLED
        }

        private final Time<T> time;
        private final TimeoutScheduler timeouts;
        private final OpenCalls openCalls;
        private final Runnable close = this::close;
        private final CoreSubscriber<? super T> actual;
        private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
        /** The demand for the replacement. It is the whole demand, since the call has emitted nothing. */
        private final Operators.DeferredSubscription replacementDemand = new Operators.DeferredSubscription();

        private volatile @Nullable Disposable nextCheck;
        private volatile boolean lastRead;

        DeadlineSubscriber(
                Time<T> time, TimeoutScheduler timeouts, OpenCalls openCalls, CoreSubscriber<? super T> actual) {
            this.time = time;
            this.timeouts = timeouts;
            this.openCalls = openCalls;
            this.actual = actual;
        }

        /** {@code false} if it has ended already. */
        boolean begin() {
            if (state.get() != State.RUNNING) {
                return false;
            }
            openCalls.add(close);
            try {
                keep(timeouts.scheduleUsual(this, time.untilFirstCheck()));
            } catch (RejectedExecutionException e) {
                replaceBy(Flux.error(e));
            }
            if (state.get() == State.RUNNING) {
                return true;
            }
            openCalls.remove(close); // by a cancel or an end that came before it was added
            return false;
        }

        private void close() {
            if (state.get() == State.RUNNING) {
                replaceBy(time.atClose());
            }
            if (state.get() == State.SIGNALLED) {
                time.closeStream();
            }
        }

        private void scheduleCheck(Duration wait) {
            try {
                keep(timeouts.schedule(this, wait));
            } catch (RejectedExecutionException e) {
                replaceBy(Flux.error(e));
            }
        }

        private void keep(Disposable timeout) {
            nextCheck = timeout;
            if (state.get() != State.RUNNING) {
                timeout.dispose();
            }
        }

        @Override
        public void run() {
            if (state.get() != State.RUNNING) {
                return;
            }
            Duration wait = time.untilNextCheck();
            if (wait.compareTo(Duration.ZERO) > 0) {
                lastRead = false;
                scheduleCheck(wait);
                return;
            }
            if (!lastRead && readsOnce()) {
                return;
            }
            timeouts.runEnd(this::expire);
        }

        private void expire() {
            Flux<T> replacement = time.atDeadline();
            if (replacement != null) {
                replaceBy(replacement);
            }
        }

        /**
         * Lets the event loop read what lies in the socket, before the deadline passes: a process that was stopped may
         * have the response. The timer makes sure that an event loop that is blocked does not delay the deadline.
         *
         * @return {@code true} if this is run again afterwards
         */
        private boolean readsOnce() {
            ScheduledExecutorService eventLoop = time.eventLoop();
            if (eventLoop == null) {
                return false;
            }
            lastRead = true;
            scheduleCheck(ReadBeforeTimeout.BOUND);
            return ReadBeforeTimeout.schedule(eventLoop, this); // the second run does nothing
        }

        private void replaceBy(Flux<T> replacement) {
            if (state.compareAndSet(State.RUNNING, State.REPLACED)) {
                stopChecking();
                cancelCall();
                replacement.subscribe(new ReplacementSubscriber());
            }
        }

        /** The end is signalled even if that fails. */
        private void cancelCall() {
            try {
                super.cancel();
            } catch (Throwable e) { // of the application
                LOG.warn("A call could not be cancelled, and ends all the same", e);
            }
        }

        private void stopChecking() {
            Disposable timeout = nextCheck;
            if (timeout != null) {
                timeout.dispose();
            }
        }

        /** Whether a signal of the call counts. */
        private boolean isSignalOfCall() {
            State now = state.get();
            if (now == State.RUNNING && state.compareAndSet(State.RUNNING, State.SIGNALLED)) {
                stopChecking();
                return true;
            }
            return now == State.SIGNALLED;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            set(subscription);
        }

        @Override
        public void onNext(T element) {
            if (isSignalOfCall()) {
                actual.onNext(element);
            } else {
                Operators.onDiscard(element, currentContext());
            }
        }

        @Override
        public void onError(Throwable error) {
            if (isSignalOfCall()) {
                openCalls.remove(close);
                actual.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (isSignalOfCall()) {
                openCalls.remove(close);
                actual.onComplete();
            }
        }

        @Override
        public void request(long n) {
            super.request(n);
            replacementDemand.request(n);
        }

        @Override
        public void cancel() {
            State before = state.getAndSet(State.CANCELLED);
            stopChecking();
            openCalls.remove(close);
            cancelCall();
            replacementDemand.cancel();
            if (before == State.RUNNING || before == State.REPLACED) {
                time.cancelled();
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
            if (key == Attr.RUN_STYLE) {
                return Attr.RunStyle.ASYNC;
            }
            return key == Attr.CANCELLED ? state.get() == State.CANCELLED : super.scanUnsafe(key);
        }

        private boolean isSignalOfReplacement() {
            return state.compareAndSet(State.REPLACED, State.REPLACEMENT_SIGNALLED)
                    || state.get() == State.REPLACEMENT_SIGNALLED;
        }

        /** Passes the end on. */
        private final class ReplacementSubscriber implements CoreSubscriber<T>, Scannable {
            @Override
            public void onSubscribe(Subscription subscription) {
                replacementDemand.set(subscription);
            }

            @Override
            public void onNext(T element) {
                if (isSignalOfReplacement()) {
                    actual.onNext(element);
                } else {
                    Operators.onDiscard(element, currentContext());
                }
            }

            @Override
            public void onError(Throwable error) {
                if (isSignalOfReplacement()) {
                    openCalls.remove(close);
                    actual.onError(error);
                }
            }

            @Override
            public void onComplete() {
                if (isSignalOfReplacement()) {
                    openCalls.remove(close);
                    actual.onComplete();
                }
            }

            @Override
            public Context currentContext() {
                return actual.currentContext();
            }

            @Override
            public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
                if (key == Attr.PARENT) {
                    return replacementDemand;
                }
                return key == Attr.ACTUAL ? DeadlineSubscriber.this : null;
            }
        }
    }
}
