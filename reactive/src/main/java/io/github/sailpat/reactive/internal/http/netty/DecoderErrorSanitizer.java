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
 * Replaces the errors of Netty's HTTP decoder by errors that quote nothing. A decoder error quotes the line that it
 * could not read, and Reactor Netty logs it. If a Content-Length is wrong, that line is the rest of another response,
 * and may contain a secret. It also closes a connection after a 204 that announces a body, which may arrive later.
 */
@ChannelHandler.Sharable
public final class DecoderErrorSanitizer extends ChannelInboundHandlerAdapter {
    private static final int NO_CONTENT = 204;

    public static final DecoderErrorSanitizer INSTANCE = new DecoderErrorSanitizer();

    /** A decoder error without the text of the response. */
    public static final class Failure extends DecoderException {
        private static final long serialVersionUID = 1L;

        Failure(Throwable cause) {
            super(
                    cause instanceof TooLongFrameException
                            ? "malformed HTTP response: its status line or its headers are too long"
                            : "malformed HTTP response: check that the base URL is the URL of the API");
        }
    }

    private DecoderErrorSanitizer() {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response
                && response.status().code() == NO_CONTENT
                && (HttpUtil.getContentLength(response, 0L) > 0 || HttpUtil.isTransferEncodingChunked(response))) {
            HttpUtil.setKeepAlive(response, false);
        }
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            part.setDecoderResult(
                    DecoderResult.failure(new Failure(part.decoderResult().cause())));
        }
        context.fireChannelRead(message);
    }
}
