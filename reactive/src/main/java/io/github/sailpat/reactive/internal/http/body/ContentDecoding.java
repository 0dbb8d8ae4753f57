package io.github.sailpat.reactive.internal.http.body;

import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.ResponseHead;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;

/**
 * Undoes a content coding (RFC 9110 section 8.4). None is asked for, but some servers and proxies use one all the same,
 * and some name one that they do not use: the bytes decide.
 */
public final class ContentDecoding {
    /** The end of a body, among its pieces. */
    private static final byte[] END = {};

    private ContentDecoding() {}

    /**
     * The body without its coding, a bounded piece at a time, each when it is asked for. A body that breaks off gives
     * what can be decoded of it before its error.
     */
    public static ByteBufFlux of(ResponseHead head, ByteBufFlux body, CallContext context) {
        String coding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (coding == null || coding.equalsIgnoreCase("identity")) {
            return body;
        }
        return ByteBufFlux.fromInbound(Flux.using(
                () -> new Decompressor(String.join(",", head.headers().getAll(HttpHeaderNames.CONTENT_ENCODING))),
                inflation -> body.asByteArray()
                        .concatWithValues(END)
                        .concatMapIterable(piece -> inflation.decode(piece, piece == END), 1)
                        .map(Unpooled::wrappedBuffer)
                        .onErrorMap(
                                Decompressor.CodingException.class,
                                e -> new MalformedResponseException(
                                        context.summary(), head.status(), -1, String.valueOf(e.getMessage()), null)),
                Decompressor::close));
    }
}
