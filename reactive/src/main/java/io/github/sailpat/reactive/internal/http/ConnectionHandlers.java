package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.http.netty.DecoderErrorSanitizer;
import io.github.sailpat.reactive.internal.http.netty.Http2ConnectionMonitor;
import io.github.sailpat.reactive.internal.http.netty.Http2SettingsHandler;
import io.github.sailpat.reactive.internal.http.netty.IdleConnectionHandler;
import io.github.sailpat.reactive.internal.http.netty.InterimResponseFilter;
import io.github.sailpat.reactive.internal.http.netty.NegotiatedProtocolHandler;
import io.github.sailpat.reactive.internal.http.netty.ResponseBoundaryCodec;
import io.github.sailpat.reactive.internal.http.netty.ResponseTimeoutHandler;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpResponseDecoderSpec;

/** Adds the client's handlers to the connections that Reactor Netty opens, by the protocol of each. */
final class ConnectionHandlers {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.connection");
    /** A silent HTTP/2 connection is closed after two of these parts of the response timeout. */
    private static final int PINGS_IN_RESPONSE_TIMEOUT = 3;

    private final TransportSettings settings;
    private final TimeSource timeSource;
    private final ChannelGroup channels;
    private final Runnable onExcess;

    /**
     * The handlers of one transport.
     *
     * @param settings its settings
     * @param timeSource the time of response timeouts
     * @param channels gets the connections that are closed with the client
     * @param onExcess is run when a connection of HTTP/1.1 has bytes left over
     */
    ConnectionHandlers(TransportSettings settings, TimeSource timeSource, ChannelGroup channels, Runnable onExcess) {
        this.settings = settings;
        this.timeSource = timeSource;
        this.channels = channels;
        this.onExcess = onExcess;
    }

    /**
     * Adds them now, or when the protocol was negotiated.
     *
     * @param channel a connection that is being opened
     * @param decoder the settings of the decoder
     * @param own whether its pool belongs to the client
     * @param negotiation is told what was negotiated
     */
    void addTo(Channel channel, HttpResponseDecoderSpec decoder, boolean own, Negotiation negotiation) {
        if (own) {
            channels.add(channel);
        }
        logLifecycle(channel);
        Consumer<Channel> onHttp1 = opened -> addHttp1(opened, decoder, own);
        if (channel.pipeline().get(NettyPipeline.HttpCodec) != null) { // without TLS, or without HTTP/2
            negotiation.http1();
            onHttp1.accept(channel);
            return;
        }
        channel.pipeline()
                .addBefore(NettyPipeline.ReactiveBridge, "sailpat-negotiated", new NegotiatedProtocolHandler(opened -> {
                    if (opened.pipeline().get(NettyPipeline.H2MultiplexHandler) == null) {
                        negotiation.http1();
                        onHttp1.accept(opened);
                    } else {
                        addHttp2(opened, negotiation);
                    }
                }));
    }

    private void addHttp1(Channel channel, HttpResponseDecoderSpec decoder, boolean own) {
        ChannelPipeline pipeline = channel.pipeline();
        if (own) {
            pipeline.addAfter(
                    NettyPipeline.HttpCodec, "sailpat-idle", new IdleConnectionHandler(settings.maxIdleTime()));
        }
        pipeline.replace(
                NettyPipeline.HttpCodec, NettyPipeline.HttpCodec, new ResponseBoundaryCodec(decoder, onExcess));
        pipeline.addAfter(NettyPipeline.HttpCodec, "sailpat-interim", new InterimResponseFilter())
                .addAfter("sailpat-interim", "sailpat-timeout", new ResponseTimeoutHandler(timeSource))
                .addAfter("sailpat-timeout", "sailpat-decoder-errors", DecoderErrorSanitizer.INSTANCE);
    }

    /** Reactor Netty keeps it in a pool that belongs to the client, also beside a provider of the application. */
    private void addHttp2(Channel channel, Negotiation negotiation) {
        channels.add(channel);
        channel.pipeline()
                .addBefore(
                        NettyPipeline.HttpCodec,
                        "sailpat-monitor",
                        new Http2ConnectionMonitor(
                                settings.maxIdleTime(),
                                settings.responseTimeout().dividedBy(PINGS_IN_RESPONSE_TIMEOUT)))
                .addAfter(
                        NettyPipeline.H2MultiplexHandler,
                        "sailpat-settings",
                        new Http2SettingsHandler(settings.maxConnections(), negotiation::http2));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // addListener returns its receiver
    private static void logLifecycle(Channel channel) {
        if (LOG.isDebugEnabled()) {
            String id = channel.id().asShortText();
            LOG.debug("connection {}: opening", id);
            channel.closeFuture().addListener(closed -> LOG.debug("connection {}: closed", id));
        }
    }
}
