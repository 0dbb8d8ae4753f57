package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.http.error.TransportErrors;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.netty.channel.ChannelOperations;

/**
 * Opens {@link ExchangeFlux} to the benchmarks, which are in another package, and puts together of Reactor's operators
 * what they can do of the same.
 */
public final class MeasuredExchange {
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final ConnectionPermits permits;

    /**
     * Exchanges over one pool.
     *
     * @param connections how many permits there are
     */
    public MeasuredExchange(int connections) {
        permits = new ConnectionPermits(connections);
    }

    /**
     * The own operator.
     *
     * @param exchange what it is put around
     * @param call the call
     * @param context the context of the call
     * @return the exchange with it
     * @param <T> the result
     */
    public <T> Flux<T> own(Flux<T> exchange, ApiCall<?> call, CallContext context) {
        OutgoingRequest outgoing = new OutgoingRequest(call, null, RESPONSE_TIMEOUT, TimeSource.system());
        return new ExchangeFlux<>(exchange, permits, CONNECT_TIMEOUT, Schedulers.parallel(), outgoing, context);
    }

    /**
     * Reactor's operators, without permits.
     *
     * @param exchange what they are put around
     * @param call the call
     * @param context the context of the call
     * @return the exchange with them
     * @param <T> the result
     */
    public <T> Flux<T> operators(Flux<T> exchange, ApiCall<?> call, CallContext context) {
        OutgoingRequest outgoing = new OutgoingRequest(call, null, RESPONSE_TIMEOUT, TimeSource.system());
        return exchange.doOnDiscard(ChannelOperations.class, response -> response.discard())
                .onErrorMap(error -> TransportErrors.map(error, context, CONNECT_TIMEOUT, RESPONSE_TIMEOUT))
                .doOnTerminate(outgoing::clear)
                .doOnCancel(outgoing::clear);
    }
}
