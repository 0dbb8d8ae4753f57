package io.github.sailpat.reactive.internal.function;

import io.github.sailpat.error.FunctionErrorException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Calls a function of the application at each subscription, and subscribes to the publisher that it returns. Whatever
 * the function, {@code subscribe}, {@code request} or the subscriber's {@code onNext} throws is emitted as an error.
 * {@code defer} does not do that: Reactor's operators rethrow errors of the JVM, and the subscriber gets no signal.
 *
 * @param <T> the elements
 */
public final class FunctionFlux<T> extends Flux<T> {
    private final String name;
    private final Supplier<? extends @Nullable Publisher<? extends T>> function;
    private final @Nullable FunctionThreads threads;

    private FunctionFlux(
            String name,
            Supplier<? extends @Nullable Publisher<? extends T>> function,
            @Nullable FunctionThreads threads) {
        this.name = name;
        this.function = function;
        this.threads = threads;
    }

    /**
     * A {@code Flux} of the elements of the publisher that a function returns.
     *
     * @param name the name of the function, for messages
     * @param function the function; returning {@code null} is an error
     * @return the elements
     * @param <T> the elements
     */
    public static <T> Flux<T> of(String name, Supplier<? extends @Nullable Publisher<? extends T>> function) {
        return new FunctionFlux<>(name, function, null);
    }

    /**
     * The same, for a function that may block. It is called, and its publisher is subscribed to, on one of the threads
     * for functions, which is interrupted by a cancel. No thread waits for the signals of the publisher.
     *
     * <p>With {@code Hooks.enableAutomaticContextPropagation()}, {@code contextWrite} sets the thread-locals of the
     * subscriber's Context, and the scheduler carries them to the other thread. Otherwise it does nothing.
     *
     * @param name the name of the function, for messages
     * @param function the function; returning {@code null} is an error
     * @param threads for functions
     * @return the elements
     * @param <T> the elements
     */
    public static <T> Flux<T> mayBlock(
            String name, Supplier<? extends @Nullable Publisher<? extends T>> function, FunctionThreads threads) {
        return new FunctionFlux<T>(name, function, threads).contextWrite(context -> context);
    }

    /**
     * An error that can be emitted.
     *
     * @param thrower who threw it
     * @param error what was thrown
     * @return the same error, or a {@link FunctionErrorException} if Reactor would rethrow it
     */
    public static Throwable emittable(String thrower, Throwable error) {
        return FunctionSubscriber.emittable(thrower, error);
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        FunctionSubscriber.subscribe(name, function, threads, actual);
    }
}
