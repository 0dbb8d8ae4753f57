package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.reactive.internal.time.TenantClock;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * One request and its answer. The phase of the trace tells whether anything was sent: it leaves
 * {@link CallPhase#CONNECTION} when a connection is there and the request is about to be written, TLS included. From
 * then on nobody can tell from the transport's error whether the tenant has seen it.
 */
public final class Exchange {
    private final Transport transport;
    private final Classifier classifier;
    private final TenantClock clock;

    /**
     * An exchange over a transport.
     *
     * @param transport the connections
     * @param classifier makes errors of answers
     * @param clock is told the time of each answer
     */
    public Exchange(Transport transport, Classifier classifier, TenantClock clock) {
        this.transport = transport;
        this.classifier = classifier;
        this.clock = clock;
    }

    /**
     * Performs a call once.
     *
     * @param call the call
     * @param bearer the bearer to send, or {@code null} for none
     * @param trace the call's trace
     * @return its results; cancel closes the connection
     * @param <T> the result
     */
    public <T> Flux<T> perform(ApiCall<T> call, @Nullable AccessToken bearer, CallTrace trace) {
        if (transport.isClosed()) {
            return Flux.error(new ClientClosedException(trace.summary(), trace.isAmbiguous(), null, trace.kept()));
        }
        trace.enter(CallPhase.CONNECTION);
        OutgoingRequest outgoing = new OutgoingRequest(call, bearer, transport.timeoutFor(call, trace));
        Flux<T> answer = transport
                .clientFor(call, trace)
                .request(HttpMethod.valueOf(call.method()))
                .uri(transport.absolute(call.uri()))
                .send((request, outbound) -> outgoing.send(trace, request, outbound))
                .response((response, body) -> {
                    ResponseHead head = new ResponseHead(
                            response.status().code(),
                            response.responseHeaders(),
                            call.decoder().isConfidential(),
                            text -> classifier.mask(text, bearer));
                    trace.answered(head.status());
                    clock.observe(head.headers().get(HttpHeaderNames.DATE));
                    ByteBufFlux decoded = ContentDecoding.of(head, body, trace);
                    return head.isSuccess() && call.decoder().accepts(head.status())
                            ? call.decoder().decode(head, decoded, trace)
                            : classifier.error(head, decoded, trace);
                });
        return new ExchangeFlux<>(answer, transport.permitsFor(call, bearer), outgoing, trace);
    }
}
