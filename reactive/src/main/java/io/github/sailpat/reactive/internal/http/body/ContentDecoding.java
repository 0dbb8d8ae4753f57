package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Arrays;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * Decodes the content coding of a response (RFC 9110 section 8.4). The client requests none, but some servers and
 * proxies use one all the same, and some name one that they do not use. So the first bytes of the body decide.
 */
public final class ContentDecoding {
    /** Marks the end of the body among its chunks. */
    private static final int MAX_LAYERS = 3;

    private static final byte[] END = {};

    private ContentDecoding() {}

    /**
     * Decodes a body in chunks of bounded size, on demand. A truncated body emits the bytes that can be decoded before
     * its error.
     *
     * @param head status and headers
     * @param body the body
     * @param context the context of the call
     * @return the decoded body, or the same body without a content coding
     */
    public static ByteBufFlux of(ResponseHead head, ByteBufFlux body, CallContext context) {
        String coding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (coding == null || coding.equalsIgnoreCase("identity")) {
            return body;
        }
        String codings = String.join(",", head.headers().getAll(HttpHeaderNames.CONTENT_ENCODING));
        Flux<byte[]> decoded = body.asByteArray();
        for (int layer = layers(head); layer > 0; layer--) {
            decoded = decompressed(decoded, codings);
        }
        return ByteBufFlux.fromInbound(decoded.map(Unpooled::wrappedBuffer)
                .onErrorMap(
                        Decompressor.CodingException.class,
                        e -> new MalformedResponseException(
                                context.summary(), head.status(), -1, String.valueOf(e.getMessage()), null)));
    }

    /** How many codings were applied, one after the other (RFC 9110 section 8.4). */
    private static int layers(ResponseHead head) {
        long codings = head.headers().getAll(HttpHeaderNames.CONTENT_ENCODING).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .filter(each -> !each.isEmpty() && !each.equalsIgnoreCase("identity"))
                .count();
        return (int) Math.min(MAX_LAYERS, codings);
    }

    private static Flux<byte[]> decompressed(Flux<byte[]> source, String codings) {
        return Flux.using(
                () -> new Decompressor(codings),
                decompressor -> source.concatWithValues(END)
                        .concatMapIterable(chunk -> decompressor.decode(chunk, chunk == END), 1),
                Decompressor::close);
    }
}
