package io.github.sailpat.reactive.internal.http.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpResponseDecoderSpec;

/**
 * Netty's HTTP/1.1 codec, which closes a connection on which a byte arrives that belongs to no response. After such a
 * byte the begin of the next response is not known, and a client should close the connection (RFC 9112 section 9.2). A
 * server that counts {@code Content-Length} in characters instead of bytes leaves such bytes behind.
 *
 * <p>The end of a response is passed on when everything that lies in the socket was read. So the connection is not lent
 * to another request before the bytes after the response are seen. Each connection has its own codec, which its event
 * loop uses.
 */
public final class ResponseBoundaryCodec extends CombinedChannelDuplexHandler<HttpResponseDecoder, HttpRequestEncoder> {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.connection");

    private final Runnable onExcess;
    /** Whether a request was written whose final response is not complete. */
    private boolean awaiting;

    /**
     * Creates the codec of one connection.
     *
     * @param settings the settings of the decoder
     * @param onExcess is run on the event loop when bytes arrive after the end of a response; not for a response that
     *     nothing was requested for, which some servers send before they close an idle connection
     */
    @SuppressWarnings("deprecation") // as Reactor Netty does
    public ResponseBoundaryCodec(HttpResponseDecoderSpec settings, Runnable onExcess) {
        this.onExcess = onExcess;
        init(
                new Decoder(new HttpDecoderConfig()
                        .setMaxInitialLineLength(settings.maxInitialLineLength())
                        .setMaxHeaderSize(settings.maxHeaderSize())
                        .setMaxChunkSize(settings.maxChunkSize())
                        .setValidateHeaders(settings.validateHeaders())
                        .setInitialBufferSize(settings.initialBufferSize())
                        .setAllowDuplicateContentLengths(settings.allowDuplicateContentLengths())
                        .setAllowPartialChunks(settings.allowPartialChunks())),
                new Encoder());
    }

    private final class Encoder extends HttpRequestEncoder {
        @Override
        protected void encode(ChannelHandlerContext context, Object message, List<Object> out) throws Exception {
            if (message instanceof HttpRequest) {
                awaiting = true;
            }
            super.encode(context, message, out);
        }
    }

    private final class Decoder extends HttpResponseDecoder {
        /** The end of the response, until everything was read. */
        private @Nullable Object end;

        private boolean interim;
        private boolean inactive;

        Decoder(HttpDecoderConfig settings) {
            super(settings);
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
            if (!awaiting) {
                if (in.getByte(in.readerIndex()) != 'H') { // of HTTP/1.1
                    onExcess.run();
                }
                in.skipBytes(in.readableBytes());
                excess(context);
                return;
            }
            super.decode(context, in, out);
            if (out.isEmpty()) {
                return;
            }
            if (out.get(0) instanceof HttpResponse response) {
                interim = InterimResponseFilter.isInterim(response.status());
            }
            int last = out.size() - 1;
            if (out.get(last) instanceof LastHttpContent && !interim) {
                awaiting = false;
                if (!inactive) {
                    end = out.remove(last);
                    context.channel().config().setAutoRead(true); // or only a part of what lies in the socket is read
                }
            }
        }

        /** Reactor Netty closes a connection that is not persistent at the end of its response. */
        @SuppressWarnings("FutureReturnValueIgnored") // the pool learns of it
        private void excess(ChannelHandlerContext context) {
            LOG.debug(
                    "connection {}: bytes after the end of the response; it is closed",
                    context.channel().id().asShortText());
            if (ChannelOperations.get(context.channel()) == null) {
                context.close();
            } else {
                Connection.from(context.channel()).markPersistent(false);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) throws Exception {
            passEndOn(context);
            super.channelReadComplete(context);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            inactive = true;
            passEndOn(context);
            super.channelInactive(context);
        }

        private void passEndOn(ChannelHandlerContext context) {
            Object message = end;
            if (message != null) {
                end = null;
                context.fireChannelRead(message);
            }
        }

        @Override
        protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
            ReferenceCountUtil.release(end);
            end = null;
            super.handlerRemoved0(context);
        }
    }
}
