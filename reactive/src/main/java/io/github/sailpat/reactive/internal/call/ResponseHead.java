package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.internal.BodyDescription;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What came before the body.
 *
 * @param status the status
 * @param headers the header fields
 * @param confidential whether the body of a success may hold a secret
 * @param mask hides credentials in a text of this response
 */
public record ResponseHead(int status, HttpHeaders headers, boolean confidential, UnaryOperator<String> mask) {

    /** 2xx: a success of some kind, which need not be one that the operation has. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the media type says that the body describes a problem (RFC 9457). */
    public boolean hasProblemDetails() {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        return type.toLowerCase(Locale.ROOT).strip().startsWith("application/problem+");
    }

    /** How many bytes the body has as it is sent, or -1. */
    public long contentLength() {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }

    /**
     * The response with its body, to be read as an error or to be described.
     *
     * @param bytes the whole body
     * @return the body and what the header says of it
     */
    public BodyDescription with(byte[] bytes) {
        return with(bytes, bytes.length);
    }

    public BodyDescription with(byte[] bytes, long length) {
        String encodings = String.join(", ", headers.getAll(HttpHeaderNames.CONTENT_ENCODING));
        return new BodyDescription(headers.get(HttpHeaderNames.CONTENT_TYPE), encodings, length, bytes, mask);
    }

    /** Says what came in place of the success. */
    public String describe(byte[] bytes) {
        return with(bytes).describe(confidential);
    }
}
