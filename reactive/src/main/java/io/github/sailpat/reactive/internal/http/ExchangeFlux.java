package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.call.CallContext;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * An exchange of the transport that waits for a permit of its pool, and gives everything back when it ends or is
 * cancelled.
 *
 * @param <T> the result
 */
final class ExchangeFlux<T> extends FluxOperator<T, T> {
    private final ConnectionPermits permits;
    private final OutgoingRequest request;
    private final CallContext context;

    ExchangeFlux(Flux<T> exchange, ConnectionPermits permits, OutgoingRequest request, CallContext context) {
        super(exchange);
        this.permits = permits;
        this.request = request;
        this.context = context;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        ExchangeSubscriber<T> subscriber = new ExchangeSubscriber<>(source, actual, permits, request, context);
        request.sentFor(subscriber);
        actual.onSubscribe(subscriber);
        permits.acquire(subscriber);
    }
}
