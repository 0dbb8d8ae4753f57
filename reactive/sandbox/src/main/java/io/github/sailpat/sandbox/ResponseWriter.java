package io.github.sailpat.sandbox;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Writes a response: at once, in pieces, or truncated. */
final class ResponseWriter {

    private static final int NO_CONTENT = 204;

    private final Ledger ledger;
    private final int pieceSize;

    ResponseWriter(Ledger ledger, int pieceSize) {
        this.ledger = ledger;
        this.pieceSize = pieceSize;
    }

    Mono<Void> write(NettyExchange connected, Exchange exchange, Response response, FaultAction action) {
        exchange.respond(response.status());
        head(connected.response(), response);
        boolean whole = action.ending() == FaultAction.Ending.DONE && action.drip() == null;
        if (whole && response.stream() == null) {
            return response.hasNoBody()
                    ? connected.response().send()
                    : connected
                            .response()
                            .sendByteArray(Mono.just(response.bytes()))
                            .then();
        }
        return connected
                .response()
                .sendHeaders()
                .then(body(connected, exchange, response, action))
                .then(ConnectionEnd.end(connected, action.ending(), true))
                .then();
    }

    private static void head(HttpServerResponse target, Response response) {
        target.status(response.status());
        target.header(
                HttpHeaderNames.DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(OffsetDateTime.now(ZoneOffset.UTC)));
        response.headers().forEach(header -> target.addHeader(header.getKey(), header.getValue()));
        if (response.stream() != null) {
            target.chunkedTransfer(true);
        } else if (response.status() != NO_CONTENT) {
            target.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(response.bytes().length));
        }
    }

    private Mono<Void> body(NettyExchange connected, Exchange exchange, Response response, FaultAction action) {
        FaultAction.@Nullable Drip drip = action.drip();
        LongConsumer written = bytes -> {};
        if (exchange.operation() == Operation.LIST) {
            ledger.listStarted();
            written = ledger::listBytesWritten;
        }
        return BodyWriter.write(
                connected.channel(),
                response.source(),
                action.bodyLimit(),
                drip == null ? pieceSize : drip.bytes(),
                drip == null ? null : drip.step(),
                written);
    }
}
