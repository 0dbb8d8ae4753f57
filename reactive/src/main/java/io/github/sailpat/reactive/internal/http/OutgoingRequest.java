package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.http.netty.ResponseTimeoutHandler;
import io.github.sailpat.reactive.internal.http.netty.StreamHandlers;
import io.github.sailpat.reactive.internal.timing.TimeSource;
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
 * The request of one exchange. It is cleared when the exchange terminates, because Reactor Netty's pool retains the
 * first request that it gets, and a retained request must contain neither a client secret nor an access token.
 */
final class OutgoingRequest {
    private volatile @Nullable ApiCall<?> call;
    private volatile @Nullable AccessToken accessToken;
    private volatile @Nullable ExchangeSubscriber<?> exchange;

    private final Duration responseTimeout;
    private final TimeSource timeSource;

    OutgoingRequest(
            ApiCall<?> call, @Nullable AccessToken accessToken, Duration responseTimeout, TimeSource timeSource) {
        this.call = call;
        this.accessToken = accessToken;
        this.responseTimeout = responseTimeout;
        this.timeSource = timeSource;
    }

    Duration responseTimeout() {
        return responseTimeout;
    }

    void setExchange(ExchangeSubscriber<?> subscriber) {
        exchange = subscriber;
    }

    /** Writes the request to a connection, or releases the connection if the exchange was cancelled. */
    Publisher<Void> send(CallContext context, HttpClientRequest request, NettyOutbound outbound) {
        ExchangeSubscriber<?> subscriber = exchange;
        ApiCall<?> sent = call;
        AccessToken token = accessToken;
        ChannelOperations<?, ?> operations = (ChannelOperations<?, ?>) outbound;
        // The call is cleared after the exchange has left CONNECTING, so it is present if onConnected() returns true.
        if (subscriber == null || !subscriber.onConnected(operations) || sent == null) {
            if (subscriber != null && subscriber.beginRelease()) {
                UnusedConnectionRelease.release(operations);
                subscriber.onConnectionReleased();
            } else {
                operations.dispose();
            }
            return Mono.never();
        }
        HttpHeaders headers = request.requestHeaders();
        Map<String, String> propagated = context.attempt().getPropagatedHeaders();
        if (!propagated.isEmpty()) {
            propagated.forEach(headers::set); // first, so that the headers below replace them
        }
        if (token != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, token.revealCredentials());
        }
        context.attempt().sentOn(operations.channel().eventLoop());
        context.enter(CallPhase.RESPONSE);
        if (!subscriber.isSending()) {
            // A cancel between the two may have taken the request for one that is not sent. It closes the connection.
            return Mono.never();
        }
        StreamHandlers.addTo(operations.channel(), timeSource);
        ResponseTimeoutHandler.start(operations.channel(), responseTimeout);
        byte[] body = sent.body();
        if (body == null) {
            return new OutgoingBody(Mono.empty(), subscriber);
        }
        headers.set(HttpHeaderNames.CONTENT_TYPE, sent.contentType());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return new OutgoingBody(outbound.sendObject(Unpooled.wrappedBuffer(body)), subscriber);
    }

    /** After a cancel. The exchange may still wait for a connection. */
    void clearPayload() {
        call = null;
        accessToken = null;
    }

    /** After the exchange has terminated. */
    void clear() {
        clearPayload();
        exchange = null;
    }
}
