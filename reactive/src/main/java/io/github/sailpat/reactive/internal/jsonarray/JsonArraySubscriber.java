package io.github.sailpat.reactive.internal.jsonarray;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The subscriber of {@link JsonArrayFlux}: receives chunks, and emits elements on demand. All signals lead to
 * {@link #drain()}, which one thread at a time executes.
 *
 * <p>The owner of {@link #elements}:
 *
 * <ol>
 *   <li>No chunk is requested: the draining thread. The upstream must not call {@code onNext}.
 *   <li>{@link #awaitingChunk}: {@code onNext}, whenever it is called. The draining thread does not use the elements.
 *   <li>{@code onNext} has appended the chunk: it resets {@code awaitingChunk} (volatile), then drains. State 1 again.
 *   <li>{@link #arrayClosed}: the draining thread, even while a chunk is awaited. {@code onNext} can only find bytes
 *       after the end of the array, and uses neither the complete elements nor the parser.
 *   <li>{@link #upstreamDone}: the draining thread, from now on.
 * </ol>
 */
final class JsonArraySubscriber<T> implements CoreSubscriber<ByteBuf>, Subscription, Scannable {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.connection");

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<JsonArraySubscriber> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(JsonArraySubscriber.class, "requested");

    private final CoreSubscriber<? super T> actual;
    private final JsonArrayElements<T> elements;
    private final ElementTimeout timeout;
    private final JsonArrayErrors errors;
    private @Nullable Subscription upstream;

    private final AtomicInteger wip = new AtomicInteger();
    private volatile long requested;
    private volatile boolean awaitingChunk;
    private volatile boolean upstreamDone;
    private volatile boolean cancelled;
    /** Set by {@link #terminate}. */
    private volatile @Nullable Throwable terminationError;

    private @Nullable Throwable upstreamError;

    /** Used by the draining thread only. */
    private boolean arrayClosed;

    private boolean terminated;

    JsonArraySubscriber(
            CoreSubscriber<? super T> actual,
            JsonArrayElements<T> elements,
            ElementTimeoutSettings timeouts,
            JsonArrayErrors errors) {
        this.actual = actual;
        this.elements = elements;
        this.timeout = new ElementTimeout(timeouts, this::drain);
        this.errors = errors;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            actual.onSubscribe(this);
        }
    }

    @Override
    public void onNext(ByteBuf chunk) {
        if (upstreamDone || cancelled) {
            return;
        }
        if (!awaitingChunk) {
            terminate(Exceptions.failWithOverflow("The upstream emitted a chunk that was not requested."));
            return;
        }
        try {
            elements.append(chunk);
            if (elements.isMalformed()) {
                cancelUpstream();
                upstreamDone = true;
            }
        } catch (RuntimeException e) {
            upstreamError = Operators.onOperatorError(upstream, e, currentContext());
            upstreamDone = true;
        }
        awaitingChunk = false;
        drain();
    }

    @Override
    public void onError(Throwable error) {
        if (upstreamDone || cancelled) {
            Operators.onErrorDropped(error, currentContext());
            return;
        }
        upstreamError = error;
        upstreamDone = true;
        drain();
    }

    @Override
    public void onComplete() {
        upstreamDone = true;
        drain();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            terminate(new IllegalArgumentException(
                    "Rule 3.9: the requested number must be positive, but was " + n + "."));
            return;
        }
        Operators.addCap(REQUESTED, this, n);
        drain();
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            cancelUpstream();
            drain();
        }
    }

    /** Terminates with an error. Called by any thread, for example when the client is closed. */
    void terminate(Throwable error) {
        terminationError = error;
        drain();
    }

    /** The cancel fails if the event loop is shut down. The terminal signal is emitted all the same. */
    private void cancelUpstream() {
        Subscription source = upstream;
        if (source != null) {
            try {
                source.cancel();
            } catch (RejectedExecutionException e) {
                LOG.debug("the event loop of a cancelled list was shut down, and its connection is closed", e);
            }
        }
    }

    private void drain() {
        if (wip.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            if (!terminated) {
                emitAvailable();
            }
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
    }

    /** Emits the requested elements that are available, until another call of {@link #drain()} is needed. */
    private void emitAvailable() {
        long demand = requested;
        long emitted = 0;
        while (true) {
            if (cancelled) {
                release();
                return;
            }
            Throwable external = terminationError;
            if (external != null) {
                fail(external);
                return;
            }
            boolean upstreamEnded = upstreamDone;
            boolean owned = upstreamEnded || !awaitingChunk;
            arrayClosed = arrayClosed || (owned && elements.isArrayClosed());
            if (arrayClosed && owned && !upstreamEnded) {
                requestChunk();
            }
            if ((owned || arrayClosed) && elements.hasNext()) {
                if (emitted == demand) {
                    break;
                }
                timeout.stop();
                T element = readNext();
                if (terminated) {
                    return;
                }
                if (element != null) {
                    emit(element);
                    emitted++;
                }
            } else if (upstreamEnded) {
                completeOrFail();
                return;
            } else if (emitted == demand && !arrayClosed) {
                break;
            } else {
                RuntimeException expired = timeout.await(errors, elements.elementsRead());
                if (expired != null) {
                    fail(expired);
                    return;
                }
                if (!owned) {
                    break;
                }
                if (!arrayClosed) {
                    requestChunk();
                }
            }
        }
        Operators.produced(REQUESTED, this, emitted);
    }

    private void requestChunk() {
        awaitingChunk = true;
        Subscription source = upstream;
        if (source != null) {
            try {
                source.request(1);
            } catch (RejectedExecutionException e) {
                upstreamError = e;
                upstreamDone = true;
            }
        }
    }

    /** The next element, or null if it was skipped, or if it was malformed and the subscription has terminated. */
    private @Nullable T readNext() {
        try {
            return elements.next();
        } catch (RuntimeException e) {
            fail(e);
            return null;
        }
    }

    private void emit(T element) {
        if (cancelled) {
            Operators.onDiscard(element, currentContext());
        } else {
            actual.onNext(element);
        }
    }

    private void completeOrFail() {
        Throwable error = upstreamError;
        if (error == null) {
            error = elements.finish();
        }
        if (error == null) {
            release();
            actual.onComplete();
        } else {
            fail(error);
        }
    }

    private void fail(Throwable error) {
        if (!upstreamDone) {
            cancelUpstream();
        }
        release();
        actual.onError(error);
    }

    private void release() {
        terminated = true;
        timeout.dispose();
        elements.close();
    }

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
        if (key == Attr.PARENT) {
            return upstream;
        }
        if (key == Attr.ACTUAL) {
            return actual;
        }
        if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
            return requested;
        }
        if (key == Attr.CANCELLED) {
            return cancelled;
        }
        if (key == Attr.PREFETCH) {
            return 0;
        }
        if (key == Attr.ERROR) {
            return terminationError == null ? upstreamError : terminationError;
        }
        if (key == Attr.RUN_STYLE) {
            return Attr.RunStyle.ASYNC;
        }
        return key == Attr.TERMINATED ? terminated : null;
    }
}
