package io.github.sailpat.sandbox;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.function.LongConsumer;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Puts an answer on the wire. */
final class ReplyWriter {

    private final Ledger ledger;
    private final int pieceSize;

    ReplyWriter(Ledger ledger, int pieceSize) {
        this.ledger = ledger;
        this.pieceSize = pieceSize;
    }

    Mono<Void> write(Connected connected, Exchange exchange, Reply reply) {
        HttpServerResponse response = connected.response();
        exchange.answered(reply.status());
        response.status(reply.status());
        reply.headers().forEach(header -> response.addHeader(header.getKey(), header.getValue()));
        if (reply.stream() != null) {
            response.chunkedTransfer(true);
            return response.sendHeaders()
                    .then(pump(connected, reply, Long.MAX_VALUE))
                    .then();
        }
        if (reply.status() != 204) {
            response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(reply.bytes().length));
        }
        return reply.hasNoBody()
                ? response.send()
                : response.sendByteArray(Mono.just(reply.bytes())).then();
    }

    private Mono<Void> pump(Connected connected, Reply reply, long limit) {
        ledger.listStarted();
        LongConsumer written = ledger::listBytesWritten;
        return Pump.write(connected.channel(), reply.source(), limit, pieceSize, null, written);
    }
}
