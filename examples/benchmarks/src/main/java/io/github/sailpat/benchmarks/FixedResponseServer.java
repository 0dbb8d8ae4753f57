package io.github.sailpat.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
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
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import reactor.netty.resources.LoopResources;

/**
 * A tenant with fixed responses, in a process of its own, with as little work as possible: the sandbox reads and stores
 * requests, and would be the bottleneck. Each token has an id, a name and a secret of its own; 401 bytes.
 */
final class FixedResponseServer {

    private static final String DATE = "Tue, 24 Nov 2026 08:00:00 GMT";
    private static final String ACCESS_TOKEN = "{\"access_token\":\"" + "eyJhbGciOiJSUzI1NiJ9.".repeat(20)
            + "\",\"token_type\":\"bearer\",\"expires_in\":43199}";
    private static final String TOKEN = "{\"id\":\"9c2f5a70b1e84d3fa6c1%\",\"name\":\"nightly-export-%\","
            + "\"scope\":[\"idn:sources:read\",\"idn:accounts:read\"],\"owner\":{\"type\":\"IDENTITY\","
            + "\"id\":\"2c9180835d191a86015d28455b4b232a\",\"name\":\"Ada Example\"},"
            + "\"created\":\"2026-11-24T08:00:00.000Z\",\"secret\":\"5f3b0c2d8e914a67b8d7c1e2f3a4b5c6d7e8f90a1b2c3d4e5f60%\","
            + "\"accessTokenValiditySeconds\":43200,\"expirationDate\":\"2027-05-24T08:00:00.000Z\"}";

    private FixedResponseServer() {}

    /** Says where it listens and who may ask, and ends with its input. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        LoopResources loops = LoopResources.create("responses", 1, true);
        EventLoopGroup loop = loops.onServer(true);
        Channel server = new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> loops.onChannel(ServerSocketChannel.class, loop))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new ResponseHandler());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        Print.line("http://127.0.0.1:%d anybody anything", ((InetSocketAddress) server.localAddress()).getPort());
        while (System.in.read() >= 0) {
            // Nothing is asked of it.
        }
        System.exit(0);
    }

    private static final class ResponseHandler extends ChannelInboundHandlerAdapter {

        private static long number;

        private HttpMethod method = HttpMethod.GET;
        private boolean isTokenRequest;

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a client that has closed the connection needs no response
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                method = request.method();
                isTokenRequest = request.uri().endsWith("/oauth/token");
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

        private static FullHttpResponse head(HttpResponseStatus status, ByteBuf body) {
            FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
            response.headers().set(HttpHeaderNames.DATE, DATE);
            return response;
        }
    }
}
