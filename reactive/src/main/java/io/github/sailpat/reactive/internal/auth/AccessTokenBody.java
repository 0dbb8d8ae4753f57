package io.github.sailpat.reactive.internal.auth;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.internal.BearerReader;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.reactive.internal.exchange.BodyDecoder;
import io.github.sailpat.reactive.internal.exchange.ObjectBody;
import io.github.sailpat.reactive.internal.exchange.ResponseHead;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/** The success of the token endpoint (RFC 6749 section 5.1); an {@code error} in it is a refusal all the same. */
final class AccessTokenBody implements BodyDecoder<BearerReader.Bearer> {
    @Override
    public boolean isConfidential() {
        return true;
    }

    @Override
    public Flux<BearerReader.Bearer> decode(ResponseHead head, ByteBufFlux body, CallTrace trace) {
        return ObjectBody.confidential(bytes -> {
                    ErrorResponse refusal = BearerReader.refusal(head.with(bytes));
                    if (refusal != null) {
                        throw new AuthenticationException(trace.summary(), head.status(), refusal);
                    }
                    return BearerReader.read(bytes);
                })
                .decode(head, body, trace);
    }
}
