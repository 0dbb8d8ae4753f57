package io.github.sailpat.reactive.internal.http.netty;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpResponseDecoderSpec;

/** Any bytes, in any split, give at most one final response, nothing after it, and no buffer that is not released. */
class ResponseBoundaryCodecFuzz {
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n";

    private static final HttpResponseDecoderSpec SETTINGS =
            HttpClient.create().configuration().decoder();

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                        HINTS
                                + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\n[]\r\n0\r\nTrailer: a\r\n\r\n",
                        "HTTP/1.0 204 \r\n\r\n[]",
                        "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @DictionaryEntries({
        "HTTP/1.1 ",
        "Content-Length: ",
        "Transfer-Encoding: chunked\\x0d\\x0a",
        "\\x0d\\x0a\\x0d\\x0a",
        "0\\x0d\\x0a\\x0d\\x0a",
        "100"
    })
    @MethodSource("seeds")
    @FuzzTest
    void givesAtMostOneResponse(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new ResponseBoundaryCodec(SETTINGS, () -> {}));
        channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
        List<ByteBuf> sent = new ArrayList<>();
        Random random = new Random(Arrays.hashCode(bytes));
        for (int from = 0; from < bytes.length && channel.isOpen(); ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(32));
            sent.add(Unpooled.copiedBuffer(bytes, from, to - from));
            channel.writeInbound(sent.get(sent.size() - 1));
            from = to;
        }
        channel.finish();

        boolean complete = false;
        boolean interim = false;
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            assertThat(complete).as("a message after the end: %s", message).isFalse();
            if (message instanceof HttpResponse response) {
                interim = InterimResponseFilter.isInterim(response.status());
            }
            complete = message instanceof LastHttpContent && !interim;
            assertThat(message).isInstanceOfAny(HttpResponse.class, HttpContent.class);
            ReferenceCountUtil.release(message);
        }
        channel.releaseOutbound();
        assertThat(sent).allMatch(buffer -> buffer.refCnt() == 0);
    }
}
