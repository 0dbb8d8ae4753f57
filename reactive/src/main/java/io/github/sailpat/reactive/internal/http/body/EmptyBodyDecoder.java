package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.error.TransportException;
import io.github.sailpat.internal.JsonValidator;
import io.github.sailpat.reactive.internal.call.BodyDecoder;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;

/**
 * Decodes a success without a result: status 204, or 200 with a body that is empty or JSON. Any other body of a 200 is
 * malformed. The end of a 204 is awaited, because Reactor Netty closes a connection with an incomplete response.
 */
public final class EmptyBodyDecoder implements BodyDecoder<Void> {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    /** The time in which the whole body must arrive. */
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(5);

    private final Scheduler timer;

    /**
     * Creates a decoder.
     *
     * @param timer the scheduler of the timeout of the body
     */
    public EmptyBodyDecoder(Scheduler timer) {
        this.timer = timer;
    }

    @Override
    public boolean accepts(int status) {
        return status == NO_CONTENT || status == OK;
    }

    @Override
    public Flux<Void> decode(ResponseHead head, ByteBufFlux body, CallContext context) {
        if (head.status() == NO_CONTENT) {
            return body.then().flux();
        }
        Mono<Boolean> timeout = Mono.error(() -> new TransportException(
                context.summary(),
                "response timeout: the body did not end within " + BODY_TIMEOUT.toSeconds() + " s",
                null));
        boolean isProblem = head.hasProblemDetails();
        return ObjectBodyDecoder.complete(bytes -> {
                    JsonValidator.requireEmptyOrJson(bytes, isProblem);
                    return true;
                })
                .decode(head, body, context)
                .next()
                .timeout(BODY_TIMEOUT, timeout, timer)
                .then()
                .flux();
    }
}
