package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;

/**
 * Replaces the errors of Netty's decoder of HTTP/2 messages by errors that quote nothing: they quote a status or a
 * header that is not valid, which may be an echo of the request, and Reactor Netty logs them.
 */
@ChannelHandler.Sharable
final class StreamErrorSanitizer extends ChannelInboundHandlerAdapter {
    static final StreamErrorSanitizer INSTANCE = new StreamErrorSanitizer();

    private StreamErrorSanitizer() {}

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.fireExceptionCaught(
                cause instanceof DecoderException ? new DecoderErrorSanitizer.Failure(cause) : cause);
    }
}
