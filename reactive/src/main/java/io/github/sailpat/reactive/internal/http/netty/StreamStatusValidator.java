package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a response whose status is no status (RFC 9113 section 8.3.2). Netty refuses it too, but allocates a buffer
 * for its body first, and does not release it. There is no 101 in HTTP/2 (section 8.6).
 */
@ChannelHandler.Sharable
final class StreamStatusValidator extends ChannelInboundHandlerAdapter {
    static final StreamStatusValidator INSTANCE = new StreamStatusValidator();

    private static final int DIGITS = 3;

    private StreamStatusValidator() {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2HeadersFrame frame
                && !isStatusOrTrailers(frame.headers().status())) {
            context.fireExceptionCaught(new DecoderException("malformed status"));
        } else {
            context.fireChannelRead(message);
        }
    }

    private static boolean isStatusOrTrailers(@Nullable CharSequence status) {
        return status == null
                || (status.length() == DIGITS
                        && status.chars().allMatch(c -> c >= '0' && c <= '9')
                        && !"101".contentEquals(status));
    }
}
