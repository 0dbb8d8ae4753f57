package io.github.sailpat.reactive.internal.instrumentation;

import reactor.core.publisher.Flux;

/**
 * Observes one subscription to a call: the operation, the waits for the rate limit, and the attempts. Each method
 * decorates a {@code Flux}; without an observer it returns the same object.
 */
public interface CallObservation {
    /** The observation of a client without an observer. */
    CallObservation NONE = new CallObservation() {};

    /**
     * Observes the operation, with all its attempts.
     *
     * @param call the operation
     * @return the operation, to be subscribed to once
     * @param <T> its results
     */
    default <T> Flux<T> operation(Flux<T> call) {
        return call;
    }

    /**
     * Observes the waits for a permit.
     *
     * @param limited the attempt, delayed by the rate limiter
     * @return the attempt; each subscription to it is a wait
     * @param <T> its results
     */
    default <T> Flux<T> rateLimit(Flux<T> limited) {
        return limited;
    }

    /**
     * Observes an attempt that was granted a permit.
     *
     * @param attempt the attempt
     * @return the attempt, to be subscribed to once and immediately
     * @param <T> its results
     */
    default <T> Flux<T> attempt(Flux<T> attempt) {
        return attempt;
    }
}
