package io.github.sailpat.benchmarks;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import reactor.netty.http.client.HttpClient;

/** When the first byte of an answer came, before any other handler saw it. */
@Sharable
final class FirstByte extends ChannelInboundHandlerAdapter {

    private volatile long at;

    HttpClient watch(HttpClient client) {
        return client.doOnChannelInit(
                (observer, channel, address) -> channel.pipeline().addFirst(this));
    }

    void forget() {
        at = 0;
    }

    /** The value of {@link System#nanoTime()} then. */
    long at() {
        return at;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (at == 0) {
            at = System.nanoTime();
        }
        context.fireChannelRead(message);
    }
}
