package io.github.sailpat.reactive.internal.instrumentation;

import io.github.sailpat.reactive.observation.CallOutcome;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Tells the begin of a subscription, and its end exactly once, whichever of end and cancel is first. The end is told
 * before the subscriber gets to know; a cancel is told after it has gone up, so that what is inside ends first.
 *
 * @param <T> the elements
 */
final class ObservedFlux<T> extends FluxOperator<T, T> {

    /** Who is told. */
    interface Eye {
        /** Makes the Context to go on with. */
        Context begun(Context context);

        void ended(CallOutcome outcome, @Nullable Throwable error);
    }

    private final Eye eye;

    ObservedFlux(Flux<T> source, Eye eye) {
        super(source);
        this.eye = eye;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        source.subscribe(new Inner<>(actual, eye, eye.begun(actual.currentContext())));
    }

    private static final class Inner<T> implements CoreSubscriber<T>, Subscription {
        private final CoreSubscriber<? super T> actual;
        private final Eye eye;
        private final Context context;
        private final AtomicBoolean ended = new AtomicBoolean();
        private Subscription upstream = Operators.emptySubscription();

        Inner(CoreSubscriber<? super T> actual, Eye eye, Context context) {
            this.actual = actual;
            this.eye = eye;
            this.context = context;
        }

        private void end(CallOutcome outcome, @Nullable Throwable error) {
            if (ended.compareAndSet(false, true)) {
                eye.ended(outcome, error);
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void onNext(T element) {
            actual.onNext(element);
        }

        @Override
        public void onError(Throwable error) {
            end(CallOutcome.ERROR, error);
            actual.onError(error);
        }

        @Override
        public void onComplete() {
            end(CallOutcome.SUCCESS, null);
            actual.onComplete();
        }

        @Override
        public void request(long n) {
            upstream.request(n);
        }

        @Override
        public void cancel() {
            upstream.cancel();
            end(CallOutcome.CANCELLED, null);
        }

        @Override
        public Context currentContext() {
            return context;
        }
    }
}
