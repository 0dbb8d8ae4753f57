package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.github.sailpat.reactive.internal.http.body.ContentDecoding;
import io.github.sailpat.reactive.internal.http.error.ErrorResponseMapper;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * One request and its answer. The phase of the context tells whether anything was sent: it leaves
 * {@link CallPhase#CONNECTION} when a connection is there and the request is about to be written, TLS included. From
 * then on nobody can tell from the transport's error whether the tenant has seen it.
 */
public final class Exchange {
    private final Transport transport;
    private final ErrorResponseMapper classifier;
    private final TenantClock clock;

    /**
     * An exchange over a transport.
     *
     * @param transport the connections
     * @param classifier makes errors of answers
     * @param clock is told the time of each answer
     */
    public Exchange(Transport transport, ErrorResponseMapper classifier, TenantClock clock) {
        this.transport = transport;
        this.classifier = classifier;
        this.clock = clock;
    }

    /**
     * Performs a call once.
     *
     * @param call the call
     * @param bearer the bearer to send, or {@code null} for none
     * @param context the call's trace
     * @return its results; cancel closes the connection
     * @param <T> the result
     */
    public <T> Flux<T> perform(ApiCall<T> call, @Nullable AccessToken bearer, CallContext context) {
        if (transport.isClosed()) {
            return Flux.error(
                    new ClientClosedException(context.summary(), context.isAmbiguous(), null, context.getLastError()));
        }
        context.enter(CallPhase.CONNECTION);
        OutgoingRequest outgoing = new OutgoingRequest(call, bearer, transport.timeoutFor(context.attempt()));
        Flux<T> answer = transport
                .clientFor(call, context.attempt())
                .request(HttpMethod.valueOf(call.method()))
                .uri(transport.absolute(call.uri()))
                .send((request, outbound) -> outgoing.send(context, request, outbound))
                .response((response, body) -> {
                    ResponseHead head = new ResponseHead(
                            response.status().code(),
                            response.responseHeaders(),
                            call.decoder().isConfidential(),
                            text -> classifier.mask(text, bearer));
                    context.attempt().responseArrived(head.status());
                    clock.observe(head.headers().get(HttpHeaderNames.DATE));
                    ByteBufFlux decoded = ContentDecoding.of(head, body, context);
                    return head.isSuccess() && call.decoder().accepts(head.status())
                            ? call.decoder().decode(head, decoded, context)
                            : classifier.error(head, decoded, context);
                });
        return new ExchangeFlux<>(answer, transport.permitsFor(call, bearer), outgoing, context);
    }
}
