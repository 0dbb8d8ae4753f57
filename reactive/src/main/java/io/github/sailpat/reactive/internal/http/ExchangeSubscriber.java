package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.http.error.TransportErrors;
import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.netty.channel.ChannelOperations;
import reactor.util.context.Context;

/**
 * One exchange. Its states:
 *
 * <ol>
 *   <li>WAITING for a permit; a cancel leads to ENDED, and the transport never hears of it;
 *   <li>CONNECTING: the transport looks for a connection; a cancel leads to ABANDONED;
 *   <li>SENT: there is a connection, and the request is being written, or was; the first terminal signal or a cancel,
 *       which closes the connection, leads to ENDED;
 *   <li>ABANDONED: nobody waits. The transport is left alone until it has a connection, which goes back to the pool
 *       unused, or fails: cancelled now, it would open the connection and throw it away, or, if both meet, keep it for
 *       ever;
 *   <li>ENDED: the permit was given back.
 * </ol>
 *
 * Each step is one compare-and-set, so a permit is given back once, and before the subscriber hears of the end.
 */
final class ExchangeSubscriber<T> extends Operators.DeferredSubscription implements CoreSubscriber<T>, Scannable {
    private enum State {
        WAITING,
        CONNECTING,
        SENT,
        ABANDONED,
        ENDED
    }

    private final Flux<? extends T> exchange;
    private final CoreSubscriber<? super T> actual;
    private final ConnectionPermits permits;
    private final OutgoingRequest outgoing;
    private final CallContext callContext;
    private final Context context;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    /** Written before SENT. */
    private @Nullable ChannelOperations<?, ?> operations;

    ExchangeSubscriber(
            Flux<? extends T> exchange,
            CoreSubscriber<? super T> actual,
            ConnectionPermits permits,
            OutgoingRequest outgoing,
            CallContext callContext) {
        this.exchange = exchange;
        this.actual = actual;
        this.permits = permits;
        this.outgoing = outgoing;
        this.callContext = callContext;
        this.context = contextWithin(actual.currentContext());
    }

    /** Connections keep the Context of their last exchange: it must not lead to the caller and to what it was given. */
    private static Context contextWithin(Context callers) {
        return Operators.enableOnDiscard(callers, discarded -> discard(discarded, callers));
    }

    /** Nobody subscribes to the body of a response that is discarded, the beginning of which has been read. */
    private static void discard(Object discarded, Context callers) {
        if (discarded instanceof ChannelOperations<?, ?> response) {
            response.discard();
        } else {
            Operators.onDiscard(discarded, callers);
        }
    }

    /** There is a permit; {@code false} if nobody wants it any more. */
    boolean grant() {
        return state.compareAndSet(State.WAITING, State.CONNECTING);
    }

    void begin() {
        try {
            exchange.subscribe(this);
        } catch (Throwable e) { // of a function that the user gave to the transport; a fatal one ends the call too
            onError(e);
        }
    }

    /**
     * There is a connection, on whose event loop this runs.
     *
     * @return {@code false} if nobody wants it any more
     */
    boolean connected(ChannelOperations<?, ?> connection) {
        operations = connection;
        if (state.compareAndSet(State.CONNECTING, State.SENT)) {
            return true;
        }
        operations = null;
        return false;
    }

    /** The connection that nobody wants is back in the pool, or closed. */
    void returned() {
        if (state.compareAndSet(State.ABANDONED, State.ENDED)) {
            outgoing.forgetAll();
            permits.release();
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        set(subscription);
    }

    @Override
    public void onNext(T element) {
        State now = state.get();
        if (now == State.SENT || now == State.CONNECTING) {
            actual.onNext(element);
        } else {
            Operators.onDiscard(element, context);
        }
    }

    @Override
    public void onError(Throwable error) {
        if (end()) {
            actual.onError(error instanceof SailPointException ? error : TransportErrors.map(error, callContext));
        }
    }

    @Override
    public void onComplete() {
        if (end()) {
            actual.onComplete();
        }
    }

    /** {@code true} for the first end that somebody waits for. */
    private boolean end() {
        State before = state.getAndSet(State.ENDED);
        if (before == State.ENDED) {
            return false;
        }
        outgoing.forgetAll();
        permits.release();
        return before != State.ABANDONED;
    }

    @Override
    public void request(long n) {
        try {
            super.request(n);
        } catch (RejectedExecutionException e) { // the event loop is gone, and no signal will come from it
            onError(e);
        }
    }

    @Override
    public void cancel() {
        if (state.compareAndSet(State.WAITING, State.ENDED)) {
            permits.forget(this);
            outgoing.forgetAll();
        } else if (state.compareAndSet(State.CONNECTING, State.ABANDONED)) {
            outgoing.forget();
        } else if (state.compareAndSet(State.SENT, State.ENDED)) {
            cancelSent();
        }
    }

    private void cancelSent() {
        ChannelOperations<?, ?> ours = operations;
        try {
            super.cancel();
            if (ours == null || !ours.channel().isActive()) {
                permits.release();
            } else {
                closeAndRelease(ours);
            }
        } catch (RejectedExecutionException e) { // the event loop is gone, and the connection with it
            permits.release();
        } finally {
            outgoing.forgetAll();
        }
    }

    /**
     * The transport closes the connection in most cases; it is still this exchange's if the response is not complete.
     * The next one begins when the connection is closed, and by a task of its own: Netty would take what epoll still
     * has to tell about the closed one for news of another that is opened meanwhile under its number.
     */
    @SuppressWarnings({"FutureReturnValueIgnored", "ReferenceEquality"})
    private void closeAndRelease(ChannelOperations<?, ?> ours) {
        Channel channel = ours.channel();
        channel.eventLoop().execute(() -> {
            if (ChannelOperations.get(channel) == ours) {
                channel.close();
            }
            channel.eventLoop().execute(permits::release);
        });
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
        if (key == Attr.ACTUAL) {
            return actual;
        }
        if (key == Attr.TERMINATED) {
            return state.get() == State.ENDED;
        }
        return key == Attr.CANCELLED ? state.get() == State.ABANDONED : null;
    }
}
