package io.github.sailpat.reactive.internal.call;

import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * What an operation accepts as its success: the statuses, and the body, which becomes the results. Whatever else of 2xx
 * comes is an {@link io.github.sailpat.error.MalformedResponseException}.
 *
 * @param <T> the result
 */
public interface BodyDecoder<T> {
    /**
     * Whether a status is a success of the operation, if the body is one too.
     *
     * @param status a status of 2xx
     * @return {@code true} for 200 alone, unless the operation has others
     */
    default boolean accepts(int status) {
        return status == 200;
    }

    /**
     * Whether the body may hold a secret, so that no error quotes it.
     *
     * @return {@code true} for a create and for an access token
     */
    default boolean isConfidential() {
        return false;
    }

    /**
     * The results, as the body arrives. Every buffer of the body is released by the time it ends; errors of the
     * transport pass through.
     *
     * @param head status and headers; the status is one of those that are accepted
     * @param body the body
     * @param context the call
     * @return the results
     */
    Flux<T> decode(ResponseHead head, ByteBufFlux body, CallContext context);

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
