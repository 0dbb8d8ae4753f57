package io.github.sailpat.reactive.internal.http.netty;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import reactor.netty.NettyPipeline;

/**
 * Adds the client's handlers to the channel of an HTTP/2 stream, which has one exchange. What belongs to a connection
 * of HTTP/1.1 is left out: a stream has an end, so no byte can be left over.
 */
public final class StreamHandlers {
    private StreamHandlers() {}

    /**
     * Adds them if the channel is a stream.
     *
     * @param channel the channel of an exchange that has sent nothing; must be called on its event loop
     * @param timeSource the time of the response timeout
     */
    public static void addTo(Channel channel, TimeSource timeSource) {
        if (channel instanceof Http2StreamChannel) {
            channel.pipeline()
                    .addFirst("sailpat-status", StreamStatusValidator.INSTANCE)
                    .addBefore(NettyPipeline.ReactiveBridge, "sailpat-interim", new InterimResponseFilter())
                    .addBefore(NettyPipeline.ReactiveBridge, "sailpat-timeout", new ResponseTimeoutHandler(timeSource))
                    .addBefore(NettyPipeline.ReactiveBridge, "sailpat-reset", StreamResetHandler.INSTANCE)
                    .addBefore(NettyPipeline.ReactiveBridge, "sailpat-decoder-errors", StreamErrorSanitizer.INSTANCE);
        }
    }
}
