package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.reactive.internal.call.CallTrace;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/** The success says it all; if there is a body, the transport drops it. */
public final class NoBody implements BodyDecoder<Void> {
    @Override
    public Flux<Void> decode(int status, ByteBufFlux body, CallTrace trace) {
        return Flux.empty();
    }
}
