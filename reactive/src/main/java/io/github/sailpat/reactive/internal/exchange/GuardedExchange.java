package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.internal.call.CallTrace;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.netty.channel.ChannelOperations;
import reactor.util.context.Context;

/**
 * What every exchange needs at its end, in one subscriber: its errors said in words, what it has sent forgotten, and an
 * answer let go that a cancel has met at its head.
 *
 * @param <T> the result
 */
final class GuardedExchange<T> extends FluxOperator<T, T> {
    private final Outgoing outgoing;
    private final CallTrace trace;

    GuardedExchange(Flux<T> exchange, Outgoing outgoing, CallTrace trace) {
        super(exchange);
        this.outgoing = outgoing;
        this.trace = trace;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        source.subscribe(new Guard<>(actual, outgoing, trace));
    }

    private static final class Guard<T> implements CoreSubscriber<T>, Subscription {
        private final CoreSubscriber<? super T> actual;
        private final Outgoing outgoing;
        private final CallTrace trace;
        private final Context context;
        private Subscription exchange = Operators.emptySubscription();

        Guard(CoreSubscriber<? super T> actual, Outgoing outgoing, CallTrace trace) {
            this.actual = actual;
            this.outgoing = outgoing;
            this.trace = trace;
            this.context = contextWithin(actual.currentContext());
        }

        /** Connections keep the Context of their last exchange: it must not lead to the caller and to what it was given. */
        private static Context contextWithin(Context callers) {
            return Operators.enableOnDiscard(callers, discarded -> discard(discarded, callers));
        }

        /** Of an answer that is discarded nobody subscribes to the body, the beginning of which has been read. */
        private static void discard(Object discarded, Context callers) {
            if (discarded instanceof ChannelOperations<?, ?> answer) {
                answer.discard();
            } else {
                Operators.onDiscard(discarded, callers);
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            exchange = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void onNext(T element) {
            actual.onNext(element);
        }

        @Override
        public void onError(Throwable error) {
            outgoing.forget();
            actual.onError(error instanceof SailPointException ? error : TransportErrors.map(error, trace));
        }

        @Override
        public void onComplete() {
            outgoing.forget();
            actual.onComplete();
        }

        @Override
        public void request(long n) {
            exchange.request(n);
        }

        @Override
        public void cancel() {
            exchange.cancel();
            outgoing.forget();
        }

        @Override
        public Context currentContext() {
            return context;
        }
    }
}
