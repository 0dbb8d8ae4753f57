package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;

/**
 * Stands behind the HTTP decoder and takes what came out of its errors: they quote the line that they could not read,
 * and the transport logs them. Where a length is wrong, that line is the rest of another answer, and may be its secret.
 * A connection with such a rest in it serves no other call.
 */
@ChannelHandler.Sharable
public final class DecoderErrorSanitizer extends ChannelInboundHandlerAdapter {
    private static final int NO_CONTENT = 204;

    public static final DecoderErrorSanitizer INSTANCE = new DecoderErrorSanitizer();

    /** What is left of the decoder's error. */
    public static final class Failure extends DecoderException {
        private static final long serialVersionUID = 1L;

        Failure(Throwable cause) {
            super(
                    cause instanceof TooLongFrameException
                            ? "the answer is not what HTTP allows: its status line or its header is too long"
                            : "the answer is not what HTTP allows: check that the base URL leads to the API");
        }
    }

    private DecoderErrorSanitizer() {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse head
                && head.status().code() == NO_CONTENT
                && HttpUtil.getContentLength(head, 0L) > 0) {
            HttpUtil.setKeepAlive(head, false); // the decoder takes this body, which should not be there, for an answer
        }
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            part.setDecoderResult(
                    DecoderResult.failure(new Failure(part.decoderResult().cause())));
        }
        context.fireChannelRead(message);
    }
}
