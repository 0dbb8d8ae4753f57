package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;

/**
 * What one exchange sends, until it has ended. A connection keeps the Context of its last exchange, in which this travels;
 * so whatever is kept must hold neither a secret in a form nor a bearer.
 */
final class Outgoing {
    private volatile @Nullable ApiCall<?> call;
    private volatile @Nullable AccessToken bearer;

    private final Duration timeout;
    private final CallTrace trace;

    Outgoing(ApiCall<?> call, @Nullable AccessToken bearer, Duration timeout, CallTrace trace) {
        this.call = call;
        this.bearer = bearer;
        this.timeout = timeout;
        this.trace = trace;
    }

    /** Sends what the Context of a request says. */
    static Publisher<Void> send(HttpClientRequest request, NettyOutbound outbound) {
        return request.currentContextView().get(Outgoing.class).write(request, outbound);
    }

    private Publisher<Void> write(HttpClientRequest request, NettyOutbound outbound) {
        ApiCall<?> sent = call;
        if (sent == null) {
            return Mono.never(); // cancelled meanwhile
        }
        HttpHeaders headers = request.requestHeaders();
        Map<String, String> propagated = trace.propagated();
        if (!propagated.isEmpty()) {
            propagated.forEach(headers::set); // first, for what follows has the last word
        }
        AccessToken token = bearer;
        if (token != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, token.revealCredentials());
        }
        trace.enter(CallPhase.RESPONSE);
        outbound.withConnection(connection -> ResponseTimeout.begin(connection.channel(), timeout));
        byte[] body = sent.body();
        if (body == null) {
            return Mono.empty();
        }
        headers.set(HttpHeaderNames.CONTENT_TYPE, sent.contentType());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return outbound.sendObject(Unpooled.wrappedBuffer(body));
    }

    void forget() {
        call = null;
        bearer = null;
    }
}
