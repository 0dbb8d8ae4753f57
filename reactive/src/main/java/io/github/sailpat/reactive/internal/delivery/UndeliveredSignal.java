package io.github.sailpat.reactive.internal.delivery;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Lets the adapter to another library say that the signal which it has received last did not reach its consumer: a
 * coroutine that is cancelled while it is resumed drops the value that it is resumed with, and the operation has seen
 * no cancel by then.
 *
 * <p>The adapter puts one of these into the context of one subscription, requests one element at a time, and calls
 * {@link #report()} for a signal that was dropped. The outermost operation claims it, and says before each signal what
 * that means. Operations within, which inherit the context, get none.
 */
public final class UndeliveredSignal {
    private static final Object KEY = UndeliveredSignal.class;

    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile @Nullable Runnable ifUndelivered;

    /**
     * The context for the subscription.
     *
     * @param context of the adapter's consumer
     * @return the context with this object
     */
    public Context putInto(Context context) {
        return context.put(KEY, this);
    }

    /**
     * Claims the object of a subscription for an operation.
     *
     * @param context of the subscriber
     * @return the object, or {@code null} if there is none, or an outer operation has claimed it
     */
    public static @Nullable UndeliveredSignal claim(ContextView context) {
        UndeliveredSignal signal = context.getOrDefault(KEY, null);
        return signal != null && signal.claimed.compareAndSet(false, true) ? signal : null;
    }

    /**
     * Adds the reports of the subscriber to an operation, if its context has an object that is not claimed.
     *
     * @param source the operation
     * @param element what to do about an element that was not delivered
     * @param error what to do about an error that was not delivered
     * @return the same signals
     * @param <T> the element
     */
    public static <T> Flux<T> reporting(Flux<T> source, Consumer<T> element, Consumer<Throwable> error) {
        return source.transformDeferredContextual((signals, context) -> {
            UndeliveredSignal signal = claim(context);
            return signal == null
                    ? signals
                    : signals.doOnNext(value -> signal.emitting(() -> element.accept(value)))
                            .doOnError(failure -> signal.emitting(() -> error.accept(failure)));
        });
    }

    /**
     * The operation is about to emit a signal.
     *
     * @param undelivered what to do if it is not delivered
     */
    public void emitting(Runnable undelivered) {
        ifUndelivered = undelivered;
    }

    /** The last signal was not delivered. Called once for each, after it was received. */
    public void report() {
        Runnable last = ifUndelivered;
        ifUndelivered = null;
        if (last != null) {
            last.run();
        }
    }
}
