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
 * Chunks in, elements out, on demand. All that happens leads to {@link #drain()}, which one thread at a time is in.
 *
 * <p>Who owns {@link #elements}:
 *
 * <ol>
 *   <li>No chunk is asked for: the draining thread. The upstream may not call {@code onNext}.
 *   <li>{@link #awaiting} a chunk: {@code onNext}, whenever it comes. The draining thread keeps off and waits.
 *   <li>{@code onNext} is done: it gives up {@code awaiting} (volatile), then drains. State 1 again.
 *   <li>The array is closed ({@link #sealed}): {@code onNext} can only find bytes that must not be there, and touches
 *       neither the complete elements nor the parser. The draining thread may give out while a chunk is awaited.
 *   <li>The upstream is {@link #done}: the draining thread, for good.
 * </ol>
 */
final class JsonArraySubscriber<T> implements CoreSubscriber<ByteBuf>, Subscription, Scannable {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.list");

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<JsonArraySubscriber> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(JsonArraySubscriber.class, "requested");

    private final CoreSubscriber<? super T> actual;
    private final JsonArrayElements<T> elements;
    private final DemandTimeout clock;
    private final ArrayErrors errors;
    private @Nullable Subscription upstream;

    private final AtomicInteger work = new AtomicInteger();
    private volatile long requested;
    private volatile boolean awaiting;
    private volatile boolean done;
    private volatile boolean cancelled;
    private volatile @Nullable Throwable violation;
    private @Nullable Throwable transportError;

    /** Only the draining thread looks at these. */
    private boolean sealed;

    private boolean terminated;

    JsonArraySubscriber(
            CoreSubscriber<? super T> actual,
            JsonArrayElements<T> elements,
            DemandTimeoutSettings waits,
            ArrayErrors errors) {
        this.actual = actual;
        this.elements = elements;
        this.clock = new DemandTimeout(waits, this::drain);
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
        if (done || cancelled) {
            return;
        }
        if (!awaiting) {
            endWith(Exceptions.failWithOverflow("A chunk came that was not asked for."));
            return;
        }
        try {
            elements.append(chunk);
            if (elements.areBroken()) {
                cancelUpstream();
                done = true;
            }
        } catch (RuntimeException e) {
            transportError = Operators.onOperatorError(upstream, e, currentContext());
            done = true;
        }
        awaiting = false;
        drain();
    }

    @Override
    public void onError(Throwable error) {
        if (done || cancelled) {
            Operators.onErrorDropped(error, currentContext());
            return;
        }
        transportError = error;
        done = true;
        drain();
    }

    @Override
    public void onComplete() {
        done = true;
        drain();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            endWith(new IllegalArgumentException("Rule 3.9: the demand must be positive, and was " + n + "."));
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

    /** Ends it with an error, from any thread: a rule was broken, or the client is closed. */
    void endWith(Throwable error) {
        violation = error;
        drain();
    }

    /** Its own end is signalled even if the transport's event loop is gone. */
    private void cancelUpstream() {
        Subscription source = upstream;
        if (source != null) {
            try {
                source.cancel();
            } catch (RejectedExecutionException e) {
                LOG.debug("The event loop of a cancelled list is gone, and its connection with it", e);
            }
        }
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            if (!terminated) {
                giveOut();
            }
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    /** Gives out what was asked for, until there is nothing to do but to wait for another call of {@link #drain()}. */
    private void giveOut() {
        long demand = requested;
        long given = 0;
        while (true) {
            if (cancelled) {
                release();
                return;
            }
            Throwable violated = violation;
            if (violated != null) {
                fail(violated);
                return;
            }
            boolean ended = done;
            boolean owned = ended || !awaiting;
            sealed = sealed || (owned && elements.areAllThere());
            if (sealed && owned && !ended) {
                ask();
            }
            if ((owned || sealed) && elements.hasNext()) {
                if (given == demand) {
                    break;
                }
                clock.stop();
                T element = take();
                if (terminated) {
                    return;
                }
                if (element != null) {
                    emit(element);
                    given++;
                }
            } else if (ended) {
                end();
                return;
            } else if (given == demand && !sealed) {
                break;
            } else {
                RuntimeException overdue = clock.await(errors, elements.taken());
                if (overdue != null) {
                    fail(overdue);
                    return;
                }
                if (!owned) {
                    break;
                }
                if (!sealed) {
                    ask();
                }
            }
        }
        Operators.produced(REQUESTED, this, given);
    }

    private void ask() {
        awaiting = true;
        Subscription source = upstream;
        if (source != null) {
            try {
                source.request(1);
            } catch (RejectedExecutionException e) {
                transportError = e;
                done = true;
            }
        }
    }

    /** The next element, or null if there is none to give out: it was passed over, or the array has failed with it. */
    private @Nullable T take() {
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

    private void end() {
        Throwable error = transportError;
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
        if (!done) {
            cancelUpstream();
        }
        release();
        actual.onError(error);
    }

    private void release() {
        terminated = true;
        clock.dispose();
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
        return key == Attr.TERMINATED ? terminated : null;
    }
}
