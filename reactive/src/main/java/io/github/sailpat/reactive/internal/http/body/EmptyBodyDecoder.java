package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.error.TransportException;
import io.github.sailpat.internal.JsonSkipper;
import io.github.sailpat.reactive.internal.call.BodyDecoder;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;

/**
 * A success without a result: a 204, or a 200 whose body is empty or JSON. A 200 with another body is not the API's.
 * The end of a 204, which has no body, is read all the same: the transport closes a connection whose answer it did not
 * see the end of.
 */
public final class EmptyBodyDecoder implements BodyDecoder<Void> {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    /** For the whole body, however steadily it comes. */
    private static final Duration BODY_TIME = Duration.ofSeconds(5);

    private static final ObjectBodyDecoder<Boolean> EMPTY_OR_JSON = ObjectBodyDecoder.complete(bytes -> {
        JsonSkipper.requireEmptyOrJson(bytes);
        return true;
    });

    @Override
    public boolean accepts(int status) {
        return status == NO_CONTENT || status == OK;
    }

    @Override
    public Flux<Void> decode(ResponseHead head, ByteBufFlux body, CallContext context) {
        if (head.status() == NO_CONTENT) {
            return body.then().flux();
        }
        Mono<Boolean> late = Mono.error(() -> new TransportException(
                context.summary(), "the body did not end within " + BODY_TIME.toSeconds() + " s", null));
        return EMPTY_OR_JSON
                .decode(head, body, context)
                .next()
                .timeout(BODY_TIME, late)
                .then()
                .flux();
    }
}
