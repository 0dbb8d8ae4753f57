package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/** A tenant that speaks HTTP/2 frame by frame, as a test says. Everything runs on one event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails is noticed by the client
final class Http2Server implements AutoCloseable {
    private static final String TOKEN = "{\"id\":\"an-id\",\"name\":\"new\",\"secret\":\"a-secret\"}";

    private final EventLoopGroup loop = BlockingEventLoop.create();
    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Long> resets = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger mostStreams = new AtomicInteger();
    private final Channel listener;

    private Http2Server(Http2Settings settings, boolean answersPings, Consumer<Incoming> answer) {
        SslContext tls = tls();
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        opened.incrementAndGet();
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(tls.newHandler(channel.alloc()))
                                .addLast(Http2FrameCodecBuilder.forServer()
                                        .initialSettings(settings)
                                        .autoAckPingFrame(answersPings)
                                        .build())
                                .addLast(new Frames(answer));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** Fetches of access tokens are answered; the test answers the rest. */
    static Http2Server start(Consumer<Incoming> answer) {
        return start(UnaryOperator.identity(), true, answer);
    }

    static Http2Server start(UnaryOperator<Http2Settings> settings, boolean answersPings, Consumer<Incoming> answer) {
        return new Http2Server(settings.apply(Http2Settings.defaultSettings()), answersPings, answer);
    }

    private static SslContext tls() {
        try {
            return SslContextBuilder.forServer(Protocol.keys())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request that has arrived as a whole. */
    record Incoming(ChannelHandlerContext context, Http2FrameStream stream, String request) {
        boolean is(String begin) {
            return request.startsWith(begin);
        }

        void respond(int status, String json) {
            ByteBuf body = Unpooled.copiedBuffer(json, UTF_8);
            DefaultHttp2Headers headers = new DefaultHttp2Headers();
            headers.status(Integer.toString(status));
            if (status == 204) {
                body.release();
                context.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true).stream(stream));
                return;
            }
            headers.set("content-type", "application/json");
            context.write(new DefaultHttp2HeadersFrame(headers).stream(stream));
            context.writeAndFlush(new DefaultHttp2DataFrame(body, true).stream(stream));
        }

        /** As the real one, if all is well. */
        void respond() {
            if (is("POST")) {
                respond(200, TOKEN);
            } else if (is("DELETE")) {
                respond(204, "");
            } else {
                respond(200, is("GET") ? "[]" : TOKEN);
            }
        }

        void reset(Http2Error error) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(error).stream(stream));
        }

        /** Says that this stream, and those after it, were not processed. */
        void goAwayBeforeThis() {
            ChannelHandlerContext codec = context.pipeline().context(Http2FrameCodec.class);
            ((Http2FrameCodec) codec.handler())
                    .encoder()
                    .frameWriter()
                    .writeGoAway(
                            codec,
                            stream.id() - 2,
                            Http2Error.NO_ERROR.code(),
                            Unpooled.EMPTY_BUFFER,
                            codec.newPromise());
            codec.flush();
        }

        void closeConnection() {
            context.channel().unsafe().close(context.channel().voidPromise());
        }
    }

    private final class Frames extends ChannelInboundHandlerAdapter {
        private final Map<Http2FrameStream, StringBuilder> arriving = new HashMap<>();
        private final Consumer<Incoming> answer;

        Frames(Consumer<Incoming> answer) {
            this.answer = answer;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof Http2HeadersFrame headers) {
                    int open = context.pipeline()
                            .get(Http2FrameCodec.class)
                            .connection()
                            .remote()
                            .numActiveStreams();
                    mostStreams.accumulateAndGet(open, Math::max);
                    StringBuilder request = new StringBuilder(headers.headers().method())
                            .append(' ')
                            .append(headers.headers().path())
                            .append('\n');
                    arriving.put(headers.stream(), request);
                    completeIf(headers.isEndStream(), context, headers.stream());
                } else if (message instanceof Http2DataFrame data) {
                    arriving.get(data.stream()).append(data.content().toString(UTF_8));
                    completeIf(data.isEndStream(), context, data.stream());
                } else if (message instanceof Http2ResetFrame reset) {
                    resets.add(reset.errorCode());
                } else if (message instanceof Http2PingFrame) {
                    pings.incrementAndGet();
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private void completeIf(boolean end, ChannelHandlerContext context, Http2FrameStream stream) {
            if (end) {
                Incoming complete =
                        new Incoming(context, stream, arriving.remove(stream).toString());
                requests.add(complete.request());
                if (complete.is("POST /oauth/token")) {
                    complete.respond(200, "{\"access_token\":\"" + Canaries.ACCESS_TOKEN + "\",\"expires_in\":700}");
                } else {
                    answer.accept(complete);
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // the client has gone
        }
    }

    /** Method and path of each request to the API, in their order. */
    List<String> requests() {
        return requests.stream()
                .filter(request -> !request.startsWith("POST /oauth/token"))
                .map(request -> request.substring(0, request.indexOf('\n')))
                .toList();
    }

    /** The error codes of the streams that the client has reset. */
    List<Long> resets() {
        return resets;
    }

    int connectionsOpened() {
        return opened.get();
    }

    int connections() {
        return connections.size();
    }

    int pings() {
        return pings.get();
    }

    /** The most streams that were open on one connection at the same time. */
    int mostStreams() {
        return mostStreams.get();
    }

    URI url() {
        return URI.create("https://localhost:" + ((InetSocketAddress) listener.localAddress()).getPort());
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        BlockingEventLoop.close(loop);
    }
}
