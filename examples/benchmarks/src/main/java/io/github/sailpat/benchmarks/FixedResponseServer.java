package io.github.sailpat.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import io.netty.handler.codec.http2.HttpToHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.InboundHttp2ToHttpAdapterBuilder;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.resources.LoopResources;

/**
 * A tenant with fixed responses, in a process of its own, with as little work as possible: the sandbox reads and stores
 * requests, and would be the bottleneck. Each token has an id, a name and a secret of its own; 401 bytes.
 */
final class FixedResponseServer {

    private static final int MAX_REQUEST_BYTES = 64 * 1024;
    private static final String DATE = "Tue, 24 Nov 2026 08:00:00 GMT";
    private static final String ACCESS_TOKEN = "{\"access_token\":\"" + "eyJhbGciOiJSUzI1NiJ9.".repeat(20)
            + "\",\"token_type\":\"bearer\",\"expires_in\":43199}";
    private static final String TOKEN = "{\"id\":\"9c2f5a70b1e84d3fa6c1%\",\"name\":\"nightly-export-%\","
            + "\"scope\":[\"idn:sources:read\",\"idn:accounts:read\"],\"owner\":{\"type\":\"IDENTITY\","
            + "\"id\":\"2c9180835d191a86015d28455b4b232a\",\"name\":\"Ada Example\"},"
            + "\"created\":\"2026-11-24T08:00:00.000Z\",\"secret\":\"5f3b0c2d8e914a67b8d7c1e2f3a4b5c6d7e8f90a1b2c3d4e5f60%\","
            + "\"accessTokenValiditySeconds\":43200,\"expirationDate\":\"2027-05-24T08:00:00.000Z\"}";

    private FixedResponseServer() {}

    /**
     * Says where it listens and who may ask, and ends with its input. With the argument {@code tls=FILE} it serves
     * HTTP/1.1 and HTTP/2 over TLS, else HTTP/1.1.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        SslContext tls = arguments.length == 0
                ? null
                : Http2SslContextSpec.forServer(LocalhostKeys.serverKeys(arguments[0]))
                        .sslContext();
        LoopResources loops = LoopResources.create("responses", 1, true);
        EventLoopGroup loop = loops.onServer(true);
        Channel server = new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> loops.onChannel(ServerSocketChannel.class, loop))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls == null) {
                            channel.pipeline().addLast(new HttpServerCodec(), new ResponseHandler());
                        } else {
                            SslHandler handler = tls.newHandler(channel.alloc());
                            handler.setHandshakeTimeout(1, TimeUnit.MINUTES); // many begin at once
                            channel.pipeline().addLast(handler, new NegotiatedProtocol());
                        }
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        Print.line(
                "%s:%d anybody anything",
                tls == null ? "http://127.0.0.1" : "https://localhost",
                ((InetSocketAddress) server.localAddress()).getPort());
        while (System.in.read() >= 0) {
            // Nothing is asked of it.
        }
        System.exit(0);
    }

    /** Continues with the protocol that the client has selected in its TLS handshake. */
    private static final class NegotiatedProtocol extends ApplicationProtocolNegotiationHandler {

        NegotiatedProtocol() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            context.pipeline()
                    .addLast(
                            protocol.equals(ApplicationProtocolNames.HTTP_2) ? http2Codec() : new HttpServerCodec(),
                            new ResponseHandler());
        }

        /** Whole requests and responses as of HTTP/1.1, with the stream in a header. */
        private static ChannelHandler http2Codec() {
            Http2Connection connection = new DefaultHttp2Connection(true);
            return new HttpToHttp2ConnectionHandlerBuilder()
                    .connection(connection)
                    .frameListener(new InboundHttp2ToHttpAdapterBuilder(connection)
                            .maxContentLength(MAX_REQUEST_BYTES)
                            .build())
                    .build();
        }
    }

    private static final class ResponseHandler extends ChannelInboundHandlerAdapter {

        private static long number;

        private HttpMethod method = HttpMethod.GET;
        private boolean isTokenRequest;
        private @Nullable String stream;

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a client that has closed the connection needs no response
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                method = request.method();
                isTokenRequest = request.uri().endsWith("/oauth/token");
                stream = request.headers().get(ExtensionHeaderNames.STREAM_ID.text());
            }
            if (message instanceof LastHttpContent) {
                context.write(response(context));
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        private FullHttpResponse response(ChannelHandlerContext context) {
            if (method.equals(HttpMethod.DELETE)) {
                return head(HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
            }
            ByteBuf body = context.alloc().buffer(512);
            number++;
            body.writeCharSequence(
                    isTokenRequest
                            ? ACCESS_TOKEN
                            : TOKEN.replace("%", HexFormat.of().toHexDigits(number, 12)),
                    StandardCharsets.US_ASCII);
            FullHttpResponse response = head(HttpResponseStatus.OK, body);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            return response;
        }

        private FullHttpResponse head(HttpResponseStatus status, ByteBuf body) {
            FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
            response.headers().set(HttpHeaderNames.DATE, DATE);
            if (stream != null) {
                response.headers().set(ExtensionHeaderNames.STREAM_ID.text(), stream);
            }
            return response;
        }
    }
}
