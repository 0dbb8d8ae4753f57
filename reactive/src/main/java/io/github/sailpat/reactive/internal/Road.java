package io.github.sailpat.reactive.internal;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.internal.auth.AuthorizationStage;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.deadline.DeadlineStage;
import io.github.sailpat.reactive.internal.exchange.Exchange;
import io.github.sailpat.reactive.internal.observe.CallWatch;
import io.github.sailpat.reactive.internal.observe.ClientWatch;
import io.github.sailpat.reactive.internal.retry.RetryStage;
import io.github.sailpat.reactive.retry.RateLimiter;
import java.time.Duration;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The road of one call: deadline, retry, rate, authorization, exchange. Each subscription goes down it once, with a
 * trace of its own.
 *
 * @param deadline ends a call when its time is over
 * @param retry tries again, or not
 * @param limiter waits for a place
 * @param authorization gives a bearer
 * @param exchange performs the request
 * @param watch tells an observer, if there is one
 * @param nanoTime a monotonic clock
 * @param openCalls knows whether the client is open
 */
record Road(
        DeadlineStage deadline,
        RetryStage retry,
        RateLimiter limiter,
        AuthorizationStage authorization,
        Exchange exchange,
        ClientWatch watch,
        LongSupplier nanoTime,
        OpenCalls openCalls) {

    /** What is particular to a create: its name, and how to find out what became of it. */
    interface Doubt {
        String subject();

        /** Keeps an eye on a subscription to the call. */
        default <T> Flux<T> watch(Flux<T> call) {
            return call;
        }

        /** Nobody will hear of the call, which was sent. */
        default void abandoned(CallTrace trace) {}

        /**
         * Empty if the call was certainly not applied, else an error; asks the tenant after the wait at the earliest.
         */
        Mono<Void> resolve(CallTrace trace, Throwable ambiguous, Duration wait);
    }

    /** Of a call that is not a create. */
    static final Doubt NONE = new Doubt() {
        @Override
        public String subject() {
            return "";
        }

        @Override
        public Mono<Void> resolve(CallTrace trace, Throwable ambiguous, Duration wait) {
            return Mono.error(ambiguous);
        }
    };

    <T> Flux<T> travel(ApiCall<T> call, Duration time) {
        return travel(call, time, NONE);
    }

    <T> Flux<T> travel(ApiCall<T> call, Duration time, Doubt doubt) {
        return Flux.deferContextual(context -> {
            CallTrace trace = new CallTrace(call, time, nanoTime);
            return openCalls.isOpenFor(context)
                    ? travel(call, trace, doubt)
                    : Flux.error(new ClientClosedException(trace.summary(), false, null, null));
        });
    }

    /** What is no call of the API, but must not begin, nor go on, when the client is closed. */
    <T> Mono<T> whileOpen(Mono<T> source, String operation, String requestLine) {
        return openCalls.whileOpen(source, () -> OpenCalls.notBegun(operation, requestLine));
    }

    /** On behalf of another call, within the time that it has left. */
    <T> Flux<T> travelWithin(CallTrace outer, ApiCall<T> call) {
        return Flux.defer(() -> travel(call, outer.within(call), NONE));
    }

    /** For one subscription, with a trace that the caller keeps an eye on. */
    <T> Flux<T> travel(ApiCall<T> call, CallTrace trace, Doubt doubt) {
        // A call that was halted while it waited is about to be cancelled.
        CallWatch eye = watch.over(call, trace);
        Flux<T> attempt = eye.pace(limiter.limit(Flux.defer(() -> trace.beginAttempt()
                ? eye.attempt(authorization.apply(trace, bearer -> exchange.perform(call, bearer, trace)))
                : Flux.never())));
        Flux<T> attempts = retry.apply(call, trace, attempt, (ambiguous, wait) -> {
            trace.enter(CallPhase.RECONCILIATION);
            return doubt.resolve(trace, ambiguous, wait);
        });
        return eye.operation(
                doubt.watch(deadline.apply(call, trace, doubt.subject(), () -> doubt.abandoned(trace), attempts)));
    }
}
