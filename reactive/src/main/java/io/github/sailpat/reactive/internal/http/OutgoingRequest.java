package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.http.netty.ResponseTimeoutHandler;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClientRequest;

/**
 * What one exchange sends, until it has ended. The transport's pool keeps the first request of its life for as long as
 * it is there, and longer; so whatever it keeps must hold neither a secret in a form nor an access token.
 */
final class OutgoingRequest {
    private volatile @Nullable ApiCall<?> call;
    private volatile @Nullable AccessToken bearer;
    private volatile @Nullable ExchangeSubscriber<?> exchange;

    private final Duration timeout;

    OutgoingRequest(ApiCall<?> call, @Nullable AccessToken bearer, Duration timeout) {
        this.call = call;
        this.bearer = bearer;
        this.timeout = timeout;
    }

    /** The exchange that it is sent for. */
    void sentFor(ExchangeSubscriber<?> subscriber) {
        exchange = subscriber;
    }

    /** There is a connection. */
    Publisher<Void> send(CallContext context, HttpClientRequest request, NettyOutbound outbound) {
        ExchangeSubscriber<?> subscriber = exchange;
        ApiCall<?> sent = call;
        AccessToken token = bearer;
        ChannelOperations<?, ?> operations = (ChannelOperations<?, ?>) outbound;
        // What is to be sent is forgotten after a cancel, so it is there if the exchange goes on.
        if (subscriber == null || !subscriber.connected(operations) || sent == null) {
            UnusedConnection.giveBack(operations);
            if (subscriber != null) {
                subscriber.returned();
            }
            return Mono.never();
        }
        HttpHeaders headers = request.requestHeaders();
        Map<String, String> propagated = context.attempt().getPropagatedHeaders();
        if (!propagated.isEmpty()) {
            propagated.forEach(headers::set); // first, for what follows has the last word
        }
        if (token != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, token.revealCredentials());
        }
        context.enter(CallPhase.RESPONSE);
        ResponseTimeoutHandler.begin(operations.channel(), timeout);
        byte[] body = sent.body();
        if (body == null) {
            return Mono.empty();
        }
        headers.set(HttpHeaderNames.CONTENT_TYPE, sent.contentType());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return outbound.sendObject(Unpooled.wrappedBuffer(body));
    }

    /** Nobody waits for the response; the exchange may still wait for a connection. */
    void forget() {
        call = null;
        bearer = null;
    }

    /** The exchange has ended. */
    void forgetAll() {
        forget();
        exchange = null;
    }
}
