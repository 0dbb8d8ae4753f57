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
 * so what is kept must lead neither to a secret in a form, nor to a bearer, nor to what was answered.
 */
final class Outgoing {
    private volatile @Nullable Attempt attempt;

    private record Attempt(ApiCall<?> call, @Nullable AccessToken bearer, Duration timeout, CallTrace trace) {}

    Outgoing(ApiCall<?> call, @Nullable AccessToken bearer, Duration timeout, CallTrace trace) {
        attempt = new Attempt(call, bearer, timeout, trace);
    }

    /** Sends what the Context of a request says. */
    static Publisher<Void> send(HttpClientRequest request, NettyOutbound outbound) {
        Outgoing outgoing = request.currentContextView().get(Outgoing.class);
        Attempt attempt = outgoing.attempt;
        return attempt == null ? Mono.never() : send(attempt, request, outbound); // never: cancelled meanwhile
    }

    private static Publisher<Void> send(Attempt attempt, HttpClientRequest request, NettyOutbound outbound) {
        HttpHeaders headers = request.requestHeaders();
        Map<String, String> propagated = attempt.trace.propagated();
        if (!propagated.isEmpty()) {
            propagated.forEach(headers::set); // first, for what follows has the last word
        }
        if (attempt.bearer != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, attempt.bearer.revealCredentials());
        }
        attempt.trace.enter(CallPhase.RESPONSE);
        outbound.withConnection(connection -> ResponseTimeout.begin(connection.channel(), attempt.timeout));
        byte[] body = attempt.call.body();
        if (body == null) {
            return Mono.empty();
        }
        headers.set(HttpHeaderNames.CONTENT_TYPE, attempt.call.contentType());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return outbound.sendObject(Unpooled.wrappedBuffer(body));
    }

    void forget() {
        attempt = null;
    }
}
