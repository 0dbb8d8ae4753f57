package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * Decodes the content coding of a response (RFC 9110 section 8.4). The client requests none, but some servers and
 * proxies use one all the same, and some name one that they do not use. So the first bytes of the body decide.
 */
public final class ContentDecoding {
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
        String coding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (coding == null || coding.equalsIgnoreCase("identity")) {
            return body;
        }
        return ByteBufFlux.fromInbound(Flux.using(
                () -> new Decompressor(String.join(",", head.headers().getAll(HttpHeaderNames.CONTENT_ENCODING))),
                decompressor -> body.asByteArray()
                        .concatWithValues(END)
                        .concatMapIterable(chunk -> decompressor.decode(chunk, chunk == END), 1)
                        .map(Unpooled::wrappedBuffer)
                        .onErrorMap(
                                Decompressor.CodingException.class,
                                e -> new MalformedResponseException(
                                        context.summary(), head.status(), -1, String.valueOf(e.getMessage()), null)),
                Decompressor::close));
    }
}
