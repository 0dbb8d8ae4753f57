package io.github.sailpat.reactive.internal.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientResponse;

/**
 * What came before the body.
 *
 * @param status the status
 * @param headers the header fields
 * @param mask hides credentials in a text of this response
 */
public record ResponseHead(int status, HttpHeaders headers, UnaryOperator<String> mask) {

    static ResponseHead of(HttpClientResponse response, UnaryOperator<String> mask) {
        return new ResponseHead(response.status().code(), response.responseHeaders(), mask);
    }

    /** 2xx: a success of some kind, which need not be one that the operation has. */
    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Nullable
    String contentType() {
        return headers.get(HttpHeaderNames.CONTENT_TYPE);
    }
}
