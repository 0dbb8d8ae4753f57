package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import java.util.function.LongConsumer;

/**
 * Reports how many streams the tenant accepts on a connection, and enlarges the connection's flow-control window. The
 * default window is as large as the one of a stream: one list that is not read would stop all other streams (RFC 9113
 * section 5.2.2).
 */
public final class Http2SettingsHandler extends ChannelInboundHandlerAdapter {
    private final int streams;
    private final LongConsumer onMaxStreams;
    private boolean first = true;

    /**
     * For one connection.
     *
     * @param streams how many streams may be unread at the same time
     * @param onMaxStreams is run on the event loop with the maximum that the tenant accepts, each time it is announced
     */
    public Http2SettingsHandler(int streams, LongConsumer onMaxStreams) {
        this.streams = streams;
        this.onMaxStreams = onMaxStreams;
    }

    /** Reactor Netty opens streams after the first settings. They are passed on first, so it has the connection. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!(message instanceof Http2SettingsFrame frame)) {
            context.fireChannelRead(message);
            return;
        }
        Long announced = frame.settings().maxConcurrentStreams();
        boolean initial = first;
        first = false;
        if (initial) {
            enlargeWindow(context);
        }
        context.fireChannelRead(message);
        if (initial || announced != null) {
            onMaxStreams.accept(announced == null ? Long.MAX_VALUE : announced);
        }
    }

    private void enlargeWindow(ChannelHandlerContext context) throws Http2Exception {
        Http2Connection connection =
                context.pipeline().get(Http2FrameCodec.class).connection();
        int window = connection.local().flowController().initialWindowSize();
        long all = Math.min((long) window * streams, Integer.MAX_VALUE - window);
        connection.local().flowController().incrementWindowSize(connection.connectionStream(), (int) all);
        context.flush();
    }
}
