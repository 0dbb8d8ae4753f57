package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.call.CallContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.scheduler.Scheduler;

/**
 * Subscribes to a Reactor Netty exchange when its connection pool has a permit, and releases the permit when the
 * exchange terminates or is cancelled.
 *
 * @param <T> the type of a result
 */
final class ExchangeFlux<T> extends FluxOperator<T, T> {
    private final ConnectionPermits permits;
    private final Duration connectTimeout;
    private final Scheduler timer;
    private final OutgoingRequest request;
    private final CallContext context;

    ExchangeFlux(
            Flux<T> exchange,
            ConnectionPermits permits,
            Duration connectTimeout,
            Scheduler timer,
            OutgoingRequest request,
            CallContext context) {
        super(exchange);
        this.permits = permits;
        this.connectTimeout = connectTimeout;
        this.timer = timer;
        this.request = request;
        this.context = context;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        ExchangeSubscriber<T> subscriber =
                new ExchangeSubscriber<>(source, actual, permits, connectTimeout, timer, request, context);
        request.setExchange(subscriber);
        actual.onSubscribe(subscriber);
        permits.acquire(subscriber);
    }

    @Override
    public @Nullable Object scanUnsafe(@SuppressWarnings("rawtypes") Attr key) {
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : super.scanUnsafe(key);
    }
}
