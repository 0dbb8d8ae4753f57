package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes an HTTP/2 connection that no stream has used for a time, as {@link IdleConnectionHandler} does for HTTP/1.1.
 * While there are streams, a connection that is silent is asked for a sign of life by a PING, and is closed if none
 * comes in the same time again. Otherwise each new call would wait for its response timeout on a connection that is
 * broken.
 */
public final class Http2ConnectionMonitor extends IdleStateHandler {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.connection");

    private boolean pinged;

    /**
     * For one connection.
     *
     * @param maxIdleTime the time without reads and writes
     * @param silence the time without a read before the PING, and after it
     */
    public Http2ConnectionMonitor(Duration maxIdleTime, Duration silence) {
        super(silence.toMillis(), 0, maxIdleTime.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        pinged = false;
        super.channelRead(context, message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the pool learns of a close
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        Http2FrameCodec codec = context.pipeline().get(Http2FrameCodec.class);
        boolean used = codec != null && codec.connection().numActiveStreams() > 0;
        if (event.state() == IdleState.ALL_IDLE) {
            if (!used) {
                context.channel().close();
            }
        } else if (!used) {
            pinged = false;
        } else if (pinged) {
            LOG.debug(
                    "connection {}: no response to a PING; it is closed",
                    context.channel().id().asShortText());
            context.close(); // without a farewell, which nobody would read
        } else {
            pinged = true;
            context.channel().writeAndFlush(new DefaultHttp2PingFrame(System.identityHashCode(this)));
        }
    }
}
