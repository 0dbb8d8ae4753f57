package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.reactive.internal.call.OpenCalls;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A call until the end of its time, and from then on what comes in its place; the first signal of the call ends the
 * watch. One subscriber and one alarm: put together of Reactor's own operators, this was the dearest stage of a call.
 *
 * @param <T> the result
 */
final class DeadlineFlux<T> extends Flux<T> {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.call");

    /** The time of a call. */
    interface Time<T> {
        /** How long until the first look; best the same for many calls. */
        Duration first();

        /** At a look: how long until the next, zero or less if the time is over. */
        Duration next();

        /** What comes in place of the call, at once; {@code null} to leave the call alone from now on. */
        @Nullable
        Flux<T> end();

        /** What comes in place of a call whose client is closed before its first signal. */
        Flux<T> close();

        /** The client is closed after the first signal. */
        default void closeStream() {}

        /** The subscriber has cancelled the call before its first signal; the call has been told. */
        default void cancelled() {}
    }

    private final Flux<T> call;
    private final Time<T> time;
    private final TimeoutScheduler alarms;
    private final OpenCalls openCalls;

    DeadlineFlux(Flux<T> call, Time<T> time, TimeoutScheduler alarms, OpenCalls openCalls) {
        this.call = call;
        this.time = time;
        this.alarms = alarms;
        this.openCalls = openCalls;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        DeadlineSubscriber<T> subscriber = new DeadlineSubscriber<>(time, alarms, openCalls, actual);
        actual.onSubscribe(subscriber);
        if (subscriber.begin()) {
            call.subscribe(subscriber);
        }
    }

    /**
     * One subscription. Its states: RUNNING; from there CALL by the first signal of the call or END by the timer or by
     * the close of the client, each by one compare-and-set, so who is second finds that it is too late; and from any of
     * them CANCELLED. Who is too late has its element discarded, and its error is nobody's any more: a timer often
     * rings just when a caller gives up.
     */
    private static final class DeadlineSubscriber<T> extends Operators.DeferredSubscription
            implements CoreSubscriber<T>, Runnable {
        private enum State {
            RUNNING,
            CALL,
            END,
            CANCELLED
        }

        private final Time<T> time;
        private final TimeoutScheduler alarms;
        private final OpenCalls openCalls;
        private final Runnable close = this::close;
        private final CoreSubscriber<? super T> actual;
        private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
        /** What the end is asked for, which has its own demand: before it the call gave nothing. */
        private final Operators.DeferredSubscription end = new Operators.DeferredSubscription();

        private volatile @Nullable Disposable nextLook;

        DeadlineSubscriber(
                Time<T> time, TimeoutScheduler alarms, OpenCalls openCalls, CoreSubscriber<? super T> actual) {
            this.time = time;
            this.alarms = alarms;
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
                lookAt(alarms.setUsual(this, time.first()));
            } catch (RejectedExecutionException e) {
                endWith(Flux.error(e));
            }
            if (state.get() == State.RUNNING) {
                return true;
            }
            openCalls.remove(close); // by a cancel or an end that came before it was added
            return false;
        }

        private void close() {
            if (state.get() == State.RUNNING) {
                endWith(time.close());
            }
            if (state.get() == State.CALL) {
                time.closeStream();
            }
        }

        private void lookAgain(Duration wait) {
            try {
                lookAt(alarms.set(this, wait));
            } catch (RejectedExecutionException e) {
                endWith(Flux.error(e));
            }
        }

        private void lookAt(Disposable alarm) {
            nextLook = alarm;
            if (state.get() != State.RUNNING) {
                alarm.dispose();
            }
        }

        @Override
        public void run() {
            Duration wait = time.next();
            if (wait.compareTo(Duration.ZERO) > 0) {
                lookAgain(wait);
                return;
            }
            Flux<T> inPlace = time.end();
            if (inPlace != null) {
                endWith(inPlace);
            }
        }

        private void endWith(Flux<T> inPlace) {
            if (state.compareAndSet(State.RUNNING, State.END)) {
                stopLooking();
                cancelCall();
                inPlace.subscribe(new End());
            }
        }

        /** The end is signalled even if that fails. */
        private void cancelCall() {
            try {
                super.cancel();
            } catch (RuntimeException e) {
                LOG.warn("A call could not be cancelled, and ends all the same", e);
            }
        }

        private void stopLooking() {
            Disposable alarm = nextLook;
            if (alarm != null) {
                alarm.dispose();
            }
        }

        /** Whether a signal of the call counts. */
        private boolean isTheCalls() {
            State now = state.get();
            if (now == State.RUNNING && state.compareAndSet(State.RUNNING, State.CALL)) {
                stopLooking();
                return true;
            }
            return now == State.CALL;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            set(subscription);
        }

        @Override
        public void onNext(T element) {
            if (isTheCalls()) {
                actual.onNext(element);
            } else {
                Operators.onDiscard(element, currentContext());
            }
        }

        @Override
        public void onError(Throwable error) {
            if (isTheCalls()) {
                openCalls.remove(close);
                actual.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (isTheCalls()) {
                openCalls.remove(close);
                actual.onComplete();
            }
        }

        @Override
        public void request(long n) {
            super.request(n);
            end.request(n);
        }

        @Override
        public void cancel() {
            State before = state.getAndSet(State.CANCELLED);
            stopLooking();
            openCalls.remove(close);
            cancelCall();
            end.cancel();
            if (before == State.RUNNING) {
                time.cancelled();
            }
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        /** Passes the end on. */
        private final class End implements CoreSubscriber<T> {
            @Override
            public void onSubscribe(Subscription subscription) {
                end.set(subscription);
            }

            @Override
            public void onNext(T element) {
                if (state.get() == State.END) {
                    actual.onNext(element);
                } else {
                    Operators.onDiscard(element, currentContext());
                }
            }

            @Override
            public void onError(Throwable error) {
                if (state.get() == State.END) {
                    openCalls.remove(close);
                    actual.onError(error);
                }
            }

            @Override
            public void onComplete() {
                if (state.get() == State.END) {
                    openCalls.remove(close);
                    actual.onComplete();
                }
            }

            @Override
            public Context currentContext() {
                return actual.currentContext();
            }
        }
    }
}
