package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.reactive.internal.call.CallTrace;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * The success says it all. The end of a 204, which has no body, is read all the same: the transport closes a connection
 * whose answer it did not see the end of. A body that should not be there is not waited for.
 */
public final class NoBody implements BodyDecoder<Void> {
    private static final int NO_CONTENT = 204;

    @Override
    public Flux<Void> decode(int status, ByteBufFlux body, CallTrace trace) {
        return status == NO_CONTENT ? body.then().flux() : Flux.empty();
    }
}
