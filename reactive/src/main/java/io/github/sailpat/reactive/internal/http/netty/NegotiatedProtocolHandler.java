package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/**
 * Runs when the protocol of a connection was negotiated in its TLS handshake, and its codec is in place. Before that,
 * there is nothing that other handlers could be added to.
 */
public final class NegotiatedProtocolHandler extends ChannelInboundHandlerAdapter {
    private final Consumer<Channel> onNegotiated;

    /**
     * For one connection.
     *
     * @param onNegotiated is run once on the event loop, before the connection is used
     */
    public NegotiatedProtocolHandler(Consumer<Channel> onNegotiated) {
        this.onNegotiated = onNegotiated;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        onNegotiated.accept(context.channel());
        context.fireChannelActive();
        context.pipeline().remove(this);
    }
}
