package io.github.sailpat.reactive.internal.instrumentation;

import io.github.sailpat.reactive.internal.operator.PassThroughSubscriber;
import io.github.sailpat.reactive.observation.CallOutcome;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.util.context.Context;

/**
 * Notifies a listener of the subscription, and exactly once of its termination: complete, error or cancel, whichever is
 * first. The listener is notified before the subscriber receives the terminal signal, and after a cancel was passed
 * upstream, so that what is inside terminates first.
 *
 * @param <T> the elements
 */
final class ObservedFlux<T> extends FluxOperator<T, T> {

    /** Is notified of one subscription. */
    interface Listener {
        /** Returns the Context for the source. */
        Context started(Context context);

        /**
         * Is called before a cancel goes upstream.
         *
         * @param emitted whether the subscriber has received an element
         * @return the outcome if nothing else terminates first
         */
        CallOutcome cancelling(boolean emitted);

        void terminated(CallOutcome outcome, @Nullable Throwable error);
    }

    private final Listener listener;

    ObservedFlux(Flux<T> source, Listener listener) {
        super(source);
        this.listener = listener;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        source.subscribe(new Inner<>(actual, listener, listener.started(actual.currentContext())));
    }

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : super.scanUnsafe(key);
    }

    private static final class Inner<T> extends PassThroughSubscriber<T> {
        private final Listener listener;
        private final Context context;
        /** {@code null} until one of the terminal signals and cancel was first. */
        private final AtomicReference<@Nullable CallOutcome> outcome = new AtomicReference<>();

        private volatile @Nullable Throwable error;
        private volatile boolean emitted;

        Inner(CoreSubscriber<? super T> actual, Listener listener, Context context) {
            super(actual);
            this.listener = listener;
            this.context = context;
        }

        private void terminate(CallOutcome first, @Nullable Throwable cause) {
            if (outcome.compareAndSet(null, first)) {
                error = cause;
                listener.terminated(first, cause);
            }
        }

        @Override
        public void onNext(T element) {
            if (!emitted) {
                emitted = true;
            }
            super.onNext(element);
        }

        @Override
        public void onError(Throwable cause) {
            terminate(CallOutcome.ERROR, cause);
            super.onError(cause);
        }

        @Override
        public void onComplete() {
            terminate(CallOutcome.SUCCESS, null);
            super.onComplete();
        }

        @Override
        public void cancel() {
            CallOutcome cancelled = listener.cancelling(emitted);
            super.cancel();
            terminate(cancelled, null);
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
            if (key == Attr.TERMINATED) {
                return outcome.get() == CallOutcome.SUCCESS || outcome.get() == CallOutcome.ERROR;
            }
            if (key == Attr.CANCELLED) {
                return outcome.get() == CallOutcome.CANCELLED || outcome.get() == CallOutcome.ENDED_BY_CONSUMER;
            }
            return key == Attr.ERROR ? error : super.scanUnsafe(key);
        }
    }
}
