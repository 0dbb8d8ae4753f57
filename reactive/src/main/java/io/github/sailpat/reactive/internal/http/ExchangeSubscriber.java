package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.http.error.TransportErrors;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.netty.channel.ChannelOperations;
import reactor.util.context.Context;

/**
 * The subscriber of one exchange, which owns its connection permit. Its states:
 *
 * <ol>
 *   <li>WAITING for a permit. A cancel leads to CANCELLED without any use of the transport.
 *   <li>CONNECTING: the transport acquires a connection. A cancel leads to ABANDONED.
 *   <li>SENT: there is a connection, and the request is being written or was written. A cancel closes the connection
 *       and leads to CANCELLED.
 *   <li>ABANDONED: the subscriber has cancelled. The transport is not cancelled until it has a connection, which is
 *       released to the pool unused, or fails. If it were cancelled before, it would open the connection and close it,
 *       or leak it when both happen at once. The connection leads to RELEASING. After the connect timeout it is
 *       cancelled all the same, which leads to CANCELLED: a function of the application may connect for ever. A
 *       connection that comes later is closed.
 *   <li>RELEASING: the connection is being released unused. Then CANCELLED.
 *   <li>CANCELLED: the subscriber gets no signal, and the permit is released.
 *   <li>TERMINATED by the first terminal signal of CONNECTING or SENT: the permit is released.
 * </ol>
 *
 * Each step is one compare-and-set, so the permit is released once, and before the subscriber gets the terminal signal.
 * With HTTP/2, a cancel closes the stream and not the connection, and the permit is released when the stream is closed.
 */
final class ExchangeSubscriber<T> extends Operators.DeferredSubscription implements CoreSubscriber<T> {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.connection");

    private enum State {
        WAITING,
        CONNECTING,
        SENT,
        ABANDONED,
        RELEASING,
        CANCELLED,
        TERMINATED
    }

    private final Flux<? extends T> exchange;
    private final CoreSubscriber<? super T> actual;
    private final ConnectionPermits permits;
    private final Duration connectTimeout;
    private final Scheduler timer;
    private final OutgoingRequest outgoing;
    private final CallContext callContext;
    private final Context context;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    /** How much was requested; {@code MAX_VALUE} for all. */
    private final AtomicLong requested = new AtomicLong();
    /** Written by the thread that emits. */
    private final AtomicLong emitted = new AtomicLong();
    /** Written before SENT. */
    private @Nullable ChannelOperations<?, ?> operations;
    /** Written before SENT. */
    private @Nullable EventLoop eventLoop;

    private volatile @Nullable Disposable abandonedTimeout;

    ExchangeSubscriber(
            Flux<? extends T> exchange,
            CoreSubscriber<? super T> actual,
            ConnectionPermits permits,
            Duration connectTimeout,
            Scheduler timer,
            OutgoingRequest outgoing,
            CallContext callContext) {
        this.exchange = exchange;
        this.actual = actual;
        this.permits = permits;
        this.connectTimeout = connectTimeout;
        this.timer = timer;
        this.outgoing = outgoing;
        this.callContext = callContext;
        this.context = transportContext(actual.currentContext());
    }

    /** A connection retains the Context of its last exchange, so that Context must not refer to the caller's. */
    private static Context transportContext(Context callers) {
        return Operators.enableOnDiscard(callers, discarded -> discard(discarded, callers));
    }

    /** The body of a discarded response has no subscriber, so it is discarded here. */
    private static void discard(Object discarded, Context callers) {
        if (discarded instanceof ChannelOperations<?, ?> response) {
            response.discard();
        } else {
            Operators.onDiscard(discarded, callers);
        }
    }

    /** Takes the permit that {@link ConnectionPermits} offers, or returns {@code false} after a cancel. */
    boolean grant() {
        return state.compareAndSet(State.WAITING, State.CONNECTING);
    }

    /** How many elements were emitted. */
    long emitted() {
        return emitted.get();
    }

    /** Whether the subscriber waits for elements. */
    boolean hasDemand() {
        return requested.get() > emitted.get();
    }

    /** Ends the wait for a permit with an error. A cancel may have come before. */
    void failWaiting(String reason) {
        if (state.compareAndSet(State.WAITING, State.TERMINATED)) {
            outgoing.clear();
            actual.onError(new DeadlineExceededException(
                    callContext.summary(),
                    callContext.time().getDeadline(),
                    reason,
                    callContext.isMaybeApplied(),
                    callContext.getLastError()));
        }
    }

    /** Subscribes to the transport. Called once, after {@link #grant()} has returned {@code true}. */
    void start() {
        try {
            exchange.subscribe(this);
        } catch (Throwable e) { // thrown by a customizer of the transport; a fatal error terminates the call too
            onError(e);
        }
    }

    /**
     * Takes the connection that the transport has acquired. Runs on its event loop.
     *
     * @return {@code false} if the subscriber has cancelled, so the connection must be released
     */
    boolean onConnected(ChannelOperations<?, ?> connection) {
        operations = connection;
        eventLoop = connection.channel().eventLoop();
        if (state.compareAndSet(State.CONNECTING, State.SENT)) {
            return true;
        }
        operations = null;
        return false;
    }

    /** Whether the subscriber has not cancelled since {@link #onConnected}. */
    boolean isSending() {
        return state.get() == State.SENT;
    }

    /**
     * The connection that was acquired after a cancel may be released.
     *
     * @return {@code false} if it came too late, so it must be closed
     */
    boolean beginRelease() {
        disposeTimeout();
        return state.compareAndSet(State.ABANDONED, State.RELEASING);
    }

    /** The connection that was acquired after a cancel has been released or closed. */
    void onConnectionReleased() {
        if (state.compareAndSet(State.RELEASING, State.CANCELLED)) {
            outgoing.clear();
            permits.release(this);
        }
    }

    /** Waits no longer for the connection. */
    private void giveUp() {
        if (state.compareAndSet(State.ABANDONED, State.CANCELLED)) {
            outgoing.clear();
            try {
                super.cancel();
            } catch (RejectedExecutionException e) { // the event loop is shut down, and its connections are closed
                LOG.debug("the connection of a cancelled call is not opened any more", e);
            } finally {
                permits.release(this);
            }
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
            emitted.lazySet(emitted.get() + 1);
            actual.onNext(element);
        } else {
            Operators.onDiscard(element, context);
        }
    }

    @Override
    public void onError(Throwable error) {
        if (releaseOnTerminalSignal()) {
            actual.onError(mapped(error));
        }
    }

    private Throwable mapped(Throwable error) {
        return error instanceof SailPointException
                ? error
                : TransportErrors.map(error, callContext, connectTimeout, outgoing.responseTimeout());
    }

    /** A function of the application has thrown after the request was sent. The transport may never signal. */
    void fail(Throwable thrown) {
        if (state.compareAndSet(State.SENT, State.CANCELLED)) {
            cancelSent();
            actual.onError(mapped(thrown));
        }
    }

    @Override
    public void onComplete() {
        if (releaseOnTerminalSignal()) {
            actual.onComplete();
        }
    }

    /** Releases the permit. {@code true} for the first terminal signal, unless the subscriber has cancelled. */
    private boolean releaseOnTerminalSignal() {
        State before = state.getAndUpdate(now -> isCancelled(now) ? State.CANCELLED : State.TERMINATED);
        if (before == State.CANCELLED || before == State.TERMINATED) {
            return false;
        }
        disposeTimeout();
        outgoing.clear();
        ChannelOperations<?, ?> ours = operations;
        EventLoop loop = eventLoop;
        if (ours != null && loop != null && ours.channel() instanceof Http2StreamChannel stream) {
            closeAndRelease(stream, loop);
        } else {
            permits.release(this);
        }
        return !isCancelled(before);
    }

    /**
     * Releases the permit when the stream of HTTP/2 is closed, and makes sure that it is. Until then Reactor Netty
     * counts it, and would open another connection if as many streams are in use as the tenant accepts. A close after
     * the response is complete sends nothing.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // addListener returns its receiver
    private void closeAndRelease(Http2StreamChannel stream, EventLoop loop) {
        stream.closeFuture().addListener(closed -> permits.release(this));
        if (stream.isOpen()) {
            try {
                loop.execute(stream::close);
            } catch (RejectedExecutionException e) { // it is shut down, and nothing waits for a permit any more
                LOG.debug("a stream is not closed any more", e);
            }
        }
    }

    private static boolean isCancelled(@Nullable State state) {
        return state == State.ABANDONED || state == State.RELEASING || state == State.CANCELLED;
    }

    @Override
    public void request(long n) {
        if (n > 0) {
            requested.accumulateAndGet(n, Operators::addCap);
        }
        try {
            super.request(n);
        } catch (RejectedExecutionException e) { // the event loop is shut down and will not signal anything
            onError(e);
        }
    }

    @Override
    public void cancel() {
        if (state.compareAndSet(State.WAITING, State.CANCELLED)) {
            permits.remove(this);
            outgoing.clear();
        } else if (state.compareAndSet(State.CONNECTING, State.ABANDONED)) {
            outgoing.clearPayload();
            limitAbandoned();
        } else if (state.compareAndSet(State.SENT, State.CANCELLED)) {
            cancelSent();
        }
    }

    private void disposeTimeout() {
        Disposable timeout = abandonedTimeout;
        if (timeout != null) {
            timeout.dispose();
        }
    }

    private void limitAbandoned() {
        try {
            abandonedTimeout = timer.schedule(this::giveUp, connectTimeout.toNanos(), TimeUnit.NANOSECONDS);
            if (state.get() != State.ABANDONED) { // meanwhile, without a timeout to dispose of
                disposeTimeout();
            }
        } catch (RejectedExecutionException e) { // the application has shut down the schedulers
            giveUp();
        }
    }

    private void cancelSent() {
        ChannelOperations<?, ?> ours = operations;
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{}: cancelled; its connection is closed",
                    callContext.summary().getRequestLine());
        }
        EventLoop loop = eventLoop;
        try {
            super.cancel();
            if (ours == null || loop == null) {
                permits.release(this);
            } else if (ours.channel() instanceof Http2StreamChannel stream) {
                closeAndRelease(stream, loop);
            } else {
                closeAndRelease(ours, loop);
            }
        } catch (RejectedExecutionException e) { // the event loop is shut down, and its connections are closed
            permits.release(this);
        } finally {
            outgoing.clear();
        }
    }

    /**
     * Closes the connection if the transport has not: it still belongs to this exchange if the response is incomplete.
     * The permit is released after the close and in a separate task of the event loop. Otherwise Netty could assign a
     * pending epoll event of the closed socket to a new connection that reuses its file descriptor. The event loop was
     * kept when the connection came: a channel that is closed meanwhile belongs to none.
     */
    @SuppressWarnings({"FutureReturnValueIgnored", "ReferenceEquality"})
    private void closeAndRelease(ChannelOperations<?, ?> ours, EventLoop loop) {
        Channel channel = ours.channel();
        loop.execute(() -> {
            if (ChannelOperations.get(channel) == ours) {
                channel.close();
            }
            try {
                loop.execute(() -> permits.release(this));
            } catch (RejectedExecutionException e) { // it is shut down, and accepts no further task
                permits.release(this);
            }
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
        if (key == Attr.RUN_STYLE) {
            return Attr.RunStyle.ASYNC;
        }
        State now = state.get();
        if (key == Attr.TERMINATED) {
            return now == State.TERMINATED;
        }
        if (key == Attr.CANCELLED) {
            return isCancelled(now);
        }
        return super.scanUnsafe(key);
    }
}
