package io.github.sailpat.reactive.internal.function;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * The same as {@link FunctionFlux}, for a function that returns a {@code Mono}.
 *
 * @param <T> the element
 */
public final class FunctionMono<T> extends Mono<T> {
    private final String name;
    private final Supplier<? extends @Nullable Mono<? extends T>> function;

    private FunctionMono(String name, Supplier<? extends @Nullable Mono<? extends T>> function) {
        this.name = name;
        this.function = function;
    }

    /**
     * A {@code Mono} of the element of the {@code Mono} that a function returns.
     *
     * @param name the name of the function, for messages
     * @param function the function; returning {@code null} is an error
     * @return the element
     * @param <T> the element
     */
    public static <T> Mono<T> of(String name, Supplier<? extends @Nullable Mono<? extends T>> function) {
        return new FunctionMono<>(name, function);
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        FunctionSubscriber.subscribe(name, function, null, actual);
    }
}
