package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.github.sailpat.reactive.internal.http.body.ContentDecoding;
import io.github.sailpat.reactive.internal.http.error.ErrorResponseMapper;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * Sends one HTTP request and decodes its response. The phase of the call leaves {@link CallPhase#CONNECTION} when a
 * connection is open, TLS included, and the request is about to be written. From then on an error of the connection
 * does not tell whether the tenant received the request.
 */
public final class Exchange {
    private final Transport transport;
    private final ErrorResponseMapper errorMapper;
    private final TenantClock clock;

    /**
     * Creates an exchange over a transport.
     *
     * @param transport the connections
     * @param errorMapper maps error responses to exceptions
     * @param clock gets the {@code Date} header of each response
     */
    public Exchange(Transport transport, ErrorResponseMapper errorMapper, TenantClock clock) {
        this.transport = transport;
        this.errorMapper = errorMapper;
        this.clock = clock;
    }

    /**
     * Sends the request of a call once.
     *
     * @param call the call
     * @param accessToken the access token to send, or {@code null} for none
     * @param context the context of the call
     * @return the results; cancel closes the connection
     * @param <T> the type of a result
     */
    public <T> Flux<T> perform(ApiCall<T> call, @Nullable AccessToken accessToken, CallContext context) {
        if (transport.isClosed()) {
            return Flux.error(
                    new ClientClosedException(context.summary(), context.isAmbiguous(), null, context.getLastError()));
        }
        context.enter(CallPhase.CONNECTION);
        OutgoingRequest outgoing =
                new OutgoingRequest(call, accessToken, transport.timeoutFor(context.attempt()), transport.timeSource());
        Flux<T> results;
        try {
            results = request(call, accessToken, outgoing, context);
        } catch (Throwable e) { // of a function of the application
            results = Flux.error(FunctionFlux.emittable("httpClient(...)", e));
        }
        return new ExchangeFlux<>(
                transport.whenReady(results),
                transport.permitsFor(call, accessToken),
                transport.connectTimeout(),
                transport.timer(),
                outgoing,
                context);
    }

    private <T> Flux<T> request(
            ApiCall<T> call, @Nullable AccessToken accessToken, OutgoingRequest outgoing, CallContext context) {
        return transport
                .clientFor(call, context.attempt())
                .uri(call.uri())
                .send((request, outbound) -> outgoing.send(context, request, outbound))
                .response((response, body) -> {
                    ResponseHead head = new ResponseHead(
                            response.status().code(),
                            response.responseHeaders(),
                            call.decoder().isConfidential(),
                            text -> errorMapper.mask(text, accessToken));
                    context.attempt().responseArrived(head.status());
                    clock.observe(head.headers().get(HttpHeaderNames.DATE));
                    ByteBufFlux decoded = ContentDecoding.of(head, body, context);
                    return head.isSuccess() && call.decoder().accepts(head.status())
                            ? call.decoder().decode(head, decoded, context)
                            : errorMapper.error(head, decoded, context);
                });
    }
}
