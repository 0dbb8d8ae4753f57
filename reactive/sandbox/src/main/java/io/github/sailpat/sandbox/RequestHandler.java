package io.github.sailpat.sandbox;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Handles a request: records it, reads it, applies the faults, and writes the response of the API. */
final class RequestHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final int MAX_BODY = 1024 * 1024;

    private final Duration latency;
    private final Ledger ledger;
    private final Faults faults;
    private final Api api;
    private final ResponseWriter writer;

    RequestHandler(Duration latency, Ledger ledger, Faults faults, Api api, ResponseWriter writer) {
        this.latency = latency;
        this.ledger = ledger;
        this.faults = faults;
        this.api = api;
        this.writer = writer;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        NettyExchange connected = NettyExchange.of(request, response);
        Exchange exchange = new Exchange(
                request.method().name(),
                request.uri(),
                request.requestHeaders(),
                connected.channel().id().asShortText());
        ledger.arrived(exchange);
        FaultAction early = faults.next(exchange, false);
        if (early.isSilent()) {
            return EventLoopTimer.on(connected.channel(), early.delay())
                    .then(ConnectionEnd.end(connected, early.ending(), false));
        }
        return body(request)
                .flatMap(bytes -> {
                    exchange.read(bytes, ledger.isRecording());
                    return respond(connected, exchange, faults.next(exchange, true));
                })
                .onErrorResume(
                        ApiException.class, e -> writer.write(connected, exchange, e.response(), FaultAction.NONE));
    }

    private Mono<Void> respond(NettyExchange connected, Exchange exchange, FaultAction action) {
        return EventLoopTimer.on(connected.channel(), latency.plus(action.delay()))
                .then(Mono.defer(() -> {
                    Response response = action.isInsteadOfHandling() ? Response.empty(200) : api.handle(exchange);
                    return action.isSilent()
                            ? ConnectionEnd.end(connected, action.ending(), false)
                            : writer.write(connected, exchange, action.altered(response), action);
                }));
    }

    private static Mono<byte[]> body(HttpServerRequest request) {
        return request.receive()
                .asByteArray()
                .collect(ByteArrayOutputStream::new, (all, part) -> {
                    if (all.size() + part.length > MAX_BODY) {
                        throw ApiException.of(413, "413 Content too large", "The request body is too large.");
                    }
                    all.write(part, 0, part.length);
                })
                .map(ByteArrayOutputStream::toByteArray);
    }
}
