package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.reactive.internal.call.CallTrace;
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
    private final CallTrace trace;

    ExchangeFlux(Flux<T> exchange, ConnectionPermits permits, OutgoingRequest request, CallTrace trace) {
        super(exchange);
        this.permits = permits;
        this.request = request;
        this.trace = trace;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        ExchangeSubscriber<T> subscriber = new ExchangeSubscriber<>(source, actual, permits, request, trace);
        request.sentFor(subscriber);
        actual.onSubscribe(subscriber);
        permits.acquire(subscriber);
    }
}
