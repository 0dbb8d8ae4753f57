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
 * What one exchange sends, until it has ended. The transport's pool keeps the first request of its life for as long as it
 * is there, and longer; so whatever it keeps must hold neither a secret in a form nor a bearer.
 */
final class Outgoing {
    private volatile @Nullable ApiCall<?> call;
    private volatile @Nullable AccessToken bearer;

    private final Duration timeout;

    Outgoing(ApiCall<?> call, @Nullable AccessToken bearer, Duration timeout) {
        this.call = call;
        this.bearer = bearer;
        this.timeout = timeout;
    }

    Publisher<Void> send(CallTrace trace, HttpClientRequest request, NettyOutbound outbound) {
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
