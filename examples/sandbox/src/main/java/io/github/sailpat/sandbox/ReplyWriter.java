package io.github.sailpat.sandbox;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Puts an answer on the wire: whole and at once, piece by piece, or cut short. */
final class ReplyWriter {

    private static final int NO_CONTENT = 204;

    private final Ledger ledger;
    private final int pieceSize;

    ReplyWriter(Ledger ledger, int pieceSize) {
        this.ledger = ledger;
        this.pieceSize = pieceSize;
    }

    Mono<Void> write(Connected connected, Exchange exchange, Reply reply, FaultAction action) {
        exchange.answered(reply.status());
        head(connected.response(), reply);
        boolean whole = action.ending() == FaultAction.Ending.DONE && action.drip() == null;
        if (whole && reply.stream() == null) {
            return reply.hasNoBody()
                    ? connected.response().send()
                    : connected
                            .response()
                            .sendByteArray(Mono.just(reply.bytes()))
                            .then();
        }
        return connected
                .response()
                .sendHeaders()
                .then(body(connected, exchange, reply, action))
                .then(Endings.end(connected, action.ending(), true))
                .then();
    }

    private static void head(HttpServerResponse response, Reply reply) {
        response.status(reply.status());
        response.header(
                HttpHeaderNames.DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(OffsetDateTime.now(ZoneOffset.UTC)));
        reply.headers().forEach(header -> response.addHeader(header.getKey(), header.getValue()));
        if (reply.stream() != null) {
            response.chunkedTransfer(true);
        } else if (reply.status() != NO_CONTENT) {
            response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(reply.bytes().length));
        }
    }

    private Mono<Void> body(Connected connected, Exchange exchange, Reply reply, FaultAction action) {
        FaultAction.@Nullable Drip drip = action.drip();
        LongConsumer written = bytes -> {};
        if (exchange.operation() == Operation.LIST) {
            ledger.listStarted();
            written = ledger::listBytesWritten;
        }
        return Pump.write(
                connected.channel(),
                reply.source(),
                action.bodyLimit(),
                drip == null ? pieceSize : drip.bytes(),
                drip == null ? null : drip.step(),
                written);
    }
}
