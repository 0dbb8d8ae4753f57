package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.reactive.internal.call.CallTrace;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * Makes results of the body of a success.
 *
 * @param <T> the result
 */
public interface BodyDecoder<T> {
    /**
     * The results, as the body arrives. Every buffer of the body is released by the time it ends; errors of the
     * transport pass through.
     *
     * @param status the status
     * @param body the body
     * @param trace the call
     * @return the results
     */
    Flux<T> decode(int status, ByteBufFlux body, CallTrace trace);

    /**
     * Whether the results are given out while the body arrives, at the consumer's pace. Such a call has a connection
     * apart from the others, and its deadline counts only while the consumer asks.
     *
     * @return {@code true} for a list
     */
    default boolean isStream() {
        return false;
    }
}
