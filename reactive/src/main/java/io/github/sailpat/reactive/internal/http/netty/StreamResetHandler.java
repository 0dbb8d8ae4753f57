package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;

/**
 * Tells the exchange of a stream why the tenant has ended it. Reactor Netty would report any reset as a connection that
 * was closed. Netty passes a GOAWAY on to the streams that the tenant has not processed, and to no other.
 */
@ChannelHandler.Sharable
final class StreamResetHandler extends ChannelInboundHandlerAdapter {
    static final StreamResetHandler INSTANCE = new StreamResetHandler();

    private StreamResetHandler() {}

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // A server may reset a stream with NO_ERROR after a complete response, which may not have been read yet.
        if (event instanceof Http2ResetFrame reset && reset.errorCode() != Http2Error.NO_ERROR.code()) {
            context.fireExceptionCaught(StreamResetException.reset(reset.errorCode()));
        } else if (event instanceof Http2GoAwayFrame goAway) {
            context.fireExceptionCaught(StreamResetException.goAway(goAway.errorCode()));
        }
        context.fireUserEventTriggered(event);
    }
}
