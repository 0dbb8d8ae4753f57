package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.AttemptEffect;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.CallTimeLimits;
import io.github.sailpat.reactive.internal.call.RetryDecision;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryBudget;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tries again, or not: what happened × what kind of call it is. The transport's own retry is off, so this is the only
 * place that repeats anything.
 */
public final class RetryStage {
    /** How long a throttled call waits when the tenant does not say. */
    private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);
    /** The least that a throttled call waits, doubled each time: a tenant that asks for no pause gets one. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(100);
    /** How long a create that was not found is given to appear after all, before it is sent again. */
    private static final Duration SETTLE = Duration.ofMillis(500);

    private static final Duration LEAST_RESPONSE_TIME = Duration.ofMillis(10);

    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final RateLimiter limiter;
    private final TimeSource timeSource;
    private final UnaryOperator<@Nullable Duration> untilNextFetch;

    /**
     * A stage for one client.
     *
     * @param policy how often and when
     * @param limiter is paused when the tenant says so
     * @param timeSource the time
     * @param untilNextFetch when an access token is asked for again while the token endpoint fails, from the time that
     *     is left; {@code null} if that is not known
     */
    public RetryStage(
            RetryPolicy policy,
            RateLimiter limiter,
            TimeSource timeSource,
            UnaryOperator<@Nullable Duration> untilNextFetch) {
        this.policy = policy;
        this.budget = new RetryBudget(policy.getBudget());
        this.limiter = limiter;
        this.timeSource = timeSource;
        this.untilNextFetch = untilNextFetch;
    }

    /** A stage whose access tokens are provided by the user. */
    RetryStage(RetryPolicy policy, RateLimiter limiter, TimeSource timeSource) {
        this(policy, limiter, timeSource, left -> null);
    }

    /**
     * How many repeats are left.
     *
     * @return the number
     */
    public int budgetLeft() {
        return budget.getLeft();
    }

    /**
     * Tells the exchange of an attempt how to be done. After a connection broke, the next attempt gets a new one, since
     * the others of the pool may have been closed with it. A create waits for its response no longer than half of the
     * time that is left: the other half is for reconciling.
     *
     * @param call the call
     * @param context its context, in which an attempt has begun
     */
    public static void planExchange(ApiCall<?> call, CallContext context) {
        boolean broke = context.getLastError() instanceof TransportException before && before.isSent();
        Duration half = null;
        if (call.kind() == CallKind.CREATE) {
            half = Duration.ofMillis(context.time().getRemaining().toMillis() / 2); // dividedBy() takes a microsecond
            half = half.compareTo(LEAST_RESPONSE_TIME) < 0 ? LEAST_RESPONSE_TIME : half;
        }
        context.attempt().planExchange(broke, half);
    }

    /**
     * Makes attempts until one succeeds, or {@link RetryDecision} says that another one makes no sense. Then the last
     * error is the result, as it is.
     *
     * @param call the call
     * @param context its context
     * @param attempt begins one attempt at each subscription
     * @param reconcile finds out whether an ambiguous create was applied: empty if it was not, else an error; not
     *     before the given time has passed
     * @return the results of the attempt that succeeded
     * @param <T> the result
     */
    public <T> Flux<T> apply(
            ApiCall<T> call,
            CallContext context,
            Flux<T> attempt,
            BiFunction<Throwable, Duration, Mono<Void>> reconcile) {
        return new RetryFlux<>(() -> new Attempts<>(call, context, attempt, reconcile));
    }

    /** The attempts of one subscription, which follow each other. */
    private final class Attempts<T> implements RetryFlux.Attempts<T> {
        private final ApiCall<T> call;
        private final CallContext context;
        private final Flux<T> attempt;
        private final BiFunction<Throwable, Duration, Mono<Void>> reconcile;
        /** Attempts that count for the policy. */
        private int counted;

        private int throttled;
        private Duration throttledTime = Duration.ZERO;
        private int outages;
        private boolean reauthorized;
        private boolean ambiguous;
        private @Nullable Throwable lastError;
        /** Whether no attempt follows what {@link #next()} gives. */
        private boolean ended;

        Attempts(
                ApiCall<T> call,
                CallContext context,
                Flux<T> attempt,
                BiFunction<Throwable, Duration, Mono<Void>> reconcile) {
            this.call = call;
            this.context = context;
            this.attempt = attempt;
            this.reconcile = reconcile;
        }

        @Override
        public Flux<T> next() {
            return Flux.defer(() -> {
                ended = true;
                if (!context.awaitPermit()) {
                    return lastError == null ? Flux.never() : Flux.error(lastError); // who halts the call cancels it
                }
                Duration pause = limiter.getRemainingPause();
                if (pause.compareTo(context.time().getPatience()) > 0) {
                    return pausedTooLong(pause);
                }
                ended = false;
                counted++;
                return attempt;
            });
        }

        /** Another call got a 429, which pauses the limiter for longer than this call may wait. */
        private Flux<T> pausedTooLong(Duration pause) {
            Throwable before = context.getLastError();
            return Flux.error(
                    before != null
                            ? before
                            : new DeadlineExceededException(
                                    context.summary(),
                                    context.time().getDeadline(),
                                    "the tenant permits no request for another " + pause.toSeconds() + " s (429)",
                                    false,
                                    null));
        }

        @Override
        public void succeeded() {
            if (counted > 1) {
                budget.giveBack();
            } else {
                budget.deposit();
            }
        }

        @Override
        public Mono<Boolean> afterFailure(Throwable error) {
            return Mono.defer(() -> {
                lastError = error;
                return ended || context.attempt().getEmitted() > 0 ? Mono.error(error) : decide(error);
            });
        }

        private Mono<Boolean> decide(Throwable error) {
            CallPhase phase = context.attempt().getPhase();
            AttemptEffect effect = context.effect().recordFailure(error, phase);
            boolean before = ambiguous;
            ambiguous = before || effect == AttemptEffect.AMBIGUOUS;
            return switch (RetryDecision.of(effect, call.kind(), before)) {
                case RETRY -> isOutage(phase) ? waitForAccessToken(error) : retry(error, retryAfter(error));
                case WAIT -> waitForPermit((RateLimitedException) error);
                case REAUTHORIZE -> reauthorize(error, before);
                case RECONCILE -> reconcile(error);
                case RECONCILE_EARLIER -> reconcileEarlier(error);
                case RECONCILE_REPEATED -> reconciled(error, null).then(Mono.error(error));
                case SUCCEED -> Mono.empty();
                case FAIL -> Mono.error(error);
            };
        }

        /** The token endpoint fails, so that no item of the job gets an access token. All of them wait for it. */
        private boolean isOutage(CallPhase phase) {
            return context.time().isPermitWaitFree() && phase == CallPhase.AUTHORIZATION && policy.getMaxAttempts() > 1;
        }

        private Mono<Boolean> waitForAccessToken(Throwable error) {
            counted--;
            Duration left = context.time().getRemainingOfStep();
            Duration wait = untilNextFetch.apply(left);
            if (wait == null) {
                wait = policy.backoff(2 + Math.min(outages++, 10));
                // At most half of the remaining time, so that another attempt follows before it is over.
                Duration half = left.dividedBy(2);
                wait = wait.compareTo(half) > 0 ? half : wait;
            }
            return after(wait.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : wait, error);
        }

        private Mono<Boolean> reauthorize(Throwable error, boolean ambiguousBefore) {
            if (reauthorized) {
                RetryDecision refused = RetryDecision.of(AttemptEffect.REFUSED, call.kind(), ambiguousBefore);
                return refused == RetryDecision.RECONCILE_EARLIER ? reconcileEarlier(error) : Mono.error(error);
            }
            reauthorized = true;
            counted--;
            AttemptLog.reauthorize(call);
            return Mono.just(true);
        }

        private Mono<Boolean> waitForPermit(RateLimitedException error) {
            Duration asked = error.getRetryAfter();
            Duration least = LEAST_PAUSE.multipliedBy(1L << Math.min(throttled++, 5));
            Duration pause = asked == null ? DEFAULT_PAUSE : asked;
            pause = pause.compareTo(least) < 0 ? least : pause;
            limiter.pause(pause);
            counted--;
            throttledTime = throttledTime.plus(pause);
            CallTimeLimits time = context.time();
            if (!time.isPermitWaitFree()) {
                return after(pause, error);
            }
            Duration left = time.getPatience().minus(throttledTime.minus(pause));
            if (pause.compareTo(left) > 0) {
                return tooLong(error, pause, left);
            }
            context.effect().keepError(error);
            return context.awaitPermit() ? nextAfter(pause, error) : Mono.error(error);
        }

        private Mono<Boolean> reconcile(Throwable error) {
            Duration asked = retryAfter(error);
            return reconciled(error, asked).then(Mono.defer(() -> retry(error, asked == null ? SETTLE : asked)));
        }

        private Mono<Boolean> reconcileEarlier(Throwable error) {
            return reconciled(error, SETTLE).then(Mono.error(() -> {
                context.effect().resolve();
                return error;
            }));
        }

        private Mono<Void> reconciled(Throwable error, @Nullable Duration atLeast) {
            return Mono.defer(() -> {
                context.enter(CallPhase.RECONCILIATION);
                return reconcile.apply(error, atLeast == null ? Duration.ZERO : atLeast);
            });
        }

        private static @Nullable Duration retryAfter(Throwable error) {
            return error instanceof ResponseException response ? response.getRetryAfter() : null;
        }

        private Mono<Boolean> retry(Throwable error, @Nullable Duration atLeast) {
            if (counted >= policy.getMaxAttempts() || !budget.tryWithdraw()) {
                return Mono.error(error);
            }
            Duration backoff = policy.backoff(counted + 1);
            return after(atLeast != null && atLeast.compareTo(backoff) > 0 ? atLeast : backoff, error);
        }

        private Mono<Boolean> after(Duration wait, Throwable error) {
            Duration remaining = context.time().getRemainingOfStep();
            if (wait.compareTo(remaining) >= 0) {
                // The deadline would pass before the next attempt: the caller may as well know now.
                return tooLong(error, wait, remaining);
            }
            context.effect().keepError(error);
            return context.backOff() ? nextAfter(wait, error) : Mono.error(error);
        }

        private Mono<Boolean> tooLong(Throwable error, Duration wait, Duration left) {
            // A provider may give one error to many callers.
            if (Arrays.stream(error.getSuppressed()).noneMatch(TimeoutException.class::isInstance)) {
                error.addSuppressed(new TimeoutException("the next attempt would have to wait " + wait.toMillis()
                        + " ms, and only " + Math.max(0, left.toMillis()) + " ms are left"));
            }
            return Mono.error(error);
        }

        private Mono<Boolean> nextAfter(Duration wait, Throwable error) {
            AttemptLog.retry(call, context, wait, error);
            return Mono.delay(wait, timeSource.scheduler()).thenReturn(true);
        }
    }
}
