package io.github.sailpat.reactive.internal.instrumentation;

import reactor.core.publisher.Flux;

/**
 * Where an observer looks at one subscription to a call. Nobody looks by default, and the road is as if it were not
 * there.
 */
public interface CallObservation {
    /** Of a client without an observer. */
    CallObservation NONE = new CallObservation() {};

    /**
     * The whole call.
     *
     * @param call the call
     * @return the call to subscribe to, once
     * @param <T> its results
     */
    default <T> Flux<T> operation(Flux<T> call) {
        return call;
    }

    /**
     * An attempt and its wait for a place.
     *
     * @param limited the attempt behind the limiter
     * @return the same, each subscription of which is a wait
     * @param <T> its results
     */
    default <T> Flux<T> rateLimit(Flux<T> limited) {
        return limited;
    }

    /**
     * An attempt that has got its place.
     *
     * @param attempt the attempt
     * @return the attempt to subscribe to, once and now
     * @param <T> its results
     */
    default <T> Flux<T> attempt(Flux<T> attempt) {
        return attempt;
    }
}
