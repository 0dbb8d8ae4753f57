package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Arrays;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * Decodes the content coding of a response (RFC 9110 section 8.4). The client requests none, but some servers and
 * proxies use one all the same, and some name one that they do not use. So the first bytes of the body decide.
 */
public final class ContentDecoding {
    /** More codings than these were not applied by a server in good faith. */
    private static final int MAX_CODINGS = 3;
    /** Marks the end of the body among its chunks. */
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
        List<String> codings = head.headers().contains(HttpHeaderNames.CONTENT_ENCODING) ? codings(head) : List.of();
        if (codings.isEmpty()) {
            return body;
        }
        Flux<byte[]> decoded = body.asByteArray();
        for (int last = codings.size() - 1; last >= 0; last--) { // in the reverse order of their application
            decoded = decompressed(decoded, codings.get(last));
        }
        return ByteBufFlux.fromInbound(decoded.map(Unpooled::wrappedBuffer)
                .onErrorMap(
                        Decompressor.CodingException.class,
                        e -> new MalformedResponseException(
                                context.summary(), head.status(), -1, String.valueOf(e.getMessage()), null)));
    }

    /** The codings in the order of their application (RFC 9110 section 8.4). */
    private static List<String> codings(ResponseHead head) {
        return head.headers().getAll(HttpHeaderNames.CONTENT_ENCODING).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .filter(coding -> !coding.isEmpty() && !coding.equalsIgnoreCase("identity"))
                .limit(MAX_CODINGS)
                .toList();
    }

    private static Flux<byte[]> decompressed(Flux<byte[]> source, String coding) {
        return Flux.using(
                () -> new Decompressor(coding),
                decompressor -> source.concatWithValues(END)
                        .concatMapIterable(chunk -> decompressor.decode(chunk, chunk == END), 1),
                Decompressor::close);
    }
}
