package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.function.FunctionThreads;
import io.github.sailpat.reactive.internal.http.Exchange;
import io.github.sailpat.reactive.internal.instrumentation.CallObservation;
import io.github.sailpat.reactive.internal.instrumentation.ClientObservation;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The stages of one call, in their order: deadline, retry, rate limit, authorization, exchange. The deadline is the
 * outermost one, so that it includes every attempt and every wait; the rate limit is within the retry, so that each
 * attempt takes a permit; the access token is fetched after the permit was got, so that it does not expire meanwhile.
 * Each subscription has a {@link CallContext} of its own.
 *
 * @param deadline ends a call when its time is over, or its client is closed
 * @param retry repeats an attempt, or not
 * @param limiter gives permits
 * @param authorization gives access tokens
 * @param exchange sends a request and reads its response
 * @param observation tells an observer, if there is one
 * @param timeSource the time
 * @param openCalls knows whether the client is open
 * @param functions threads for functions of the application that may block
 */
public record CallPipeline(
        DeadlineStage deadline,
        RetryStage retry,
        RateLimiter limiter,
        AuthorizationStage authorization,
        Exchange exchange,
        ClientObservation observation,
        TimeSource timeSource,
        OpenCalls openCalls,
        FunctionThreads functions) {
    /**
     * Executes a call.
     *
     * @param call the call
     * @param time its deadline
     * @param patience the patience of the job that it belongs to, or {@code null} for a single call
     * @param reconciler what to do about an ambiguous attempt of a create
     * @return its results; each subscription executes it once
     * @param <T> the result
     */
    public <T> Flux<T> execute(ApiCall<T> call, Duration time, @Nullable Duration patience, Reconciler reconciler) {
        return execute(call, time, patience, reconciler, (results, context) -> results);
    }

    /**
     * Executes a call with an operator around it.
     *
     * @param call the call
     * @param time its deadline
     * @param patience the patience of the job that it belongs to, or {@code null} for a single call
     * @param reconciler what to do about an ambiguous attempt of a create
     * @param operator adds the operator to the results of one subscription, which has this context
     * @return its results; each subscription executes it once
     * @param <T> the result
     */
    public <T> Flux<T> execute(
            ApiCall<T> call,
            Duration time,
            @Nullable Duration patience,
            Reconciler reconciler,
            BiFunction<Flux<T>, CallContext, Flux<T>> operator) {
        return Flux.deferContextual(subscriber -> {
            CallContext context = new CallContext(call, time, patience, timeSource);
            context.tellListener(subscriber);
            return openCalls.isOpenFor(subscriber)
                    ? operator.apply(execute(call, context, reconciler), context)
                    : Flux.error(new ClientClosedException(context.summary(), false, null, null));
        });
    }

    /**
     * Executes a call on behalf of another one, within the time that the other one has left.
     *
     * @param outer the context of the other call
     * @param call the call
     * @return its results
     * @param <T> the result
     */
    public <T> Flux<T> executeWithin(CallContext outer, ApiCall<T> call) {
        return Flux.defer(() -> execute(call, outer.within(call), Reconciler.NONE));
    }

    /**
     * Executes a call for one subscription, in a context that the caller keeps.
     *
     * @param call the call
     * @param context its context
     * @param reconciler what to do about an ambiguous attempt of a create
     * @return its results, for one subscription
     * @param <T> the result
     */
    public <T> Flux<T> execute(ApiCall<T> call, CallContext context, Reconciler reconciler) {
        CallObservation observed = observation.of(call, context);
        // A call that was halted while it waited is about to be cancelled.
        Flux<T> attempt = observed.rateLimit(limiter.limit(Flux.defer(() -> AttemptLog.beginAttempt(call, context)
                ? observed.attempt(authorization.apply(context, accessToken -> {
                    RetryStage.planExchange(call, context);
                    return exchange.perform(call, accessToken, context);
                }))
                : Flux.never())));
        Flux<T> attempts = retry.apply(call, context, attempt, (ambiguous, wait) -> {
            context.enter(CallPhase.RECONCILIATION);
            return reconciler.reconcile(context, ambiguous, wait);
        });
        Runnable abandoned = () -> reconciler.abandoned(context);
        return observed.operation(
                reconciler.track(deadline.apply(call, context, reconciler.subject(), abandoned, attempts)));
    }

    /**
     * Executes what is no call of the API, but must neither begin nor go on when the client is closed.
     *
     * @param source what to subscribe to
     * @param operation its name
     * @param requestLine method and path
     * @return the source, or a {@link ClientClosedException}
     * @param <T> the result
     */
    public <T> Mono<T> whileOpen(Mono<T> source, String operation, String requestLine) {
        return openCalls.whileOpen(source, () -> OpenCalls.notBegun(operation, requestLine));
    }
}
