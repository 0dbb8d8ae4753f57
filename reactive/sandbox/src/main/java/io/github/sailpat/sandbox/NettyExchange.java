package io.github.sailpat.sandbox;

import io.netty.channel.Channel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A request, its response and the channel below them.
 *
 * @param request the request
 * @param response the response
 * @param channel the connection's channel
 */
record NettyExchange(HttpServerRequest request, HttpServerResponse response, Channel channel) {

    static NettyExchange of(HttpServerRequest request, HttpServerResponse response) {
        AtomicReference<NettyExchange> connected = new AtomicReference<>();
        response.withConnection(
                connection -> connected.set(new NettyExchange(request, response, connection.channel())));
        return Objects.requireNonNull(connected.get(), "called back at once");
    }
}
