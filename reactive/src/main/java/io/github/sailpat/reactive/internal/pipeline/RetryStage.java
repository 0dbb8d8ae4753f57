package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.AttemptEffect;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryBudget;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

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

    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final RateLimiter limiter;
    private final Scheduler timer;

    /**
     * A stage for one client.
     *
     * @param policy how often and when
     * @param limiter is paused when the tenant says so
     * @param timer counts the waits
     */
    public RetryStage(RetryPolicy policy, RateLimiter limiter, Scheduler timer) {
        this.policy = policy;
        this.budget = new RetryBudget(policy.getBudget());
        this.limiter = limiter;
        this.timer = timer;
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
     * Makes attempts until one succeeds or another makes no sense; then the last error surfaces as it is.
     *
     * @param call the call
     * @param context its trace
     * @param attempt begins one attempt at each subscription
     * @param reconcile finds out what became of an ambiguous create: empty if it was not applied, else an error;
     *     not before the given time has passed
     * @return the results of the attempt that succeeded
     * @param <T> the result
     */
    public <T> Flux<T> apply(
            ApiCall<T> call,
            CallContext context,
            Flux<T> attempt,
            BiFunction<Throwable, Duration, Mono<Void>> reconcile) {
        return new Attempts<>(call, context, attempt, reconcile).next(null);
    }

    /** The attempts of one subscription, which follow each other. */
    private final class Attempts<T> {
        private final ApiCall<T> call;
        private final CallContext context;
        private final Flux<T> attempt;
        private final BiFunction<Throwable, Duration, Mono<Void>> reconcile;
        private int counted;
        private int throttles;
        private Duration throttled = Duration.ZERO;
        private int outages;
        private boolean reauthorized;
        private boolean ambiguous;

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

        Flux<T> next(@Nullable Throwable before) {
            if (!context.awaitPermit()) {
                return before == null ? Flux.never() : Flux.error(before); // halted: who halts it cancels it
            }
            Duration pause = limiter.getRemainingPause();
            if (pause.compareTo(context.patience()) >= 0) {
                return tooLate(pause);
            }
            counted++;
            return attempt.doOnComplete(this::succeeded).onErrorResume(this::afterFailure);
        }

        /** Everybody waits because of a 429 that somebody got, and this call has not the time. */
        private Flux<T> tooLate(Duration pause) {
            Throwable before = context.kept();
            return Flux.error(
                    before != null
                            ? before
                            : new DeadlineExceededException(
                                    context.summary(),
                                    context.deadline(),
                                    "the tenant lets nobody through for another " + pause.toSeconds() + " s",
                                    false,
                                    null));
        }

        private void succeeded() {
            if (counted > 1) {
                budget.giveBack();
            } else {
                budget.deposit();
            }
        }

        private Flux<T> afterFailure(Throwable error) {
            if (context.emitted() > 0) {
                return Flux.error(error);
            }
            return switch (AttemptEffect.of(error, context.phase())) {
                case NOT_SENT -> isOutage() ? sitOut(error) : repeat(error, retryAfter(error));
                case THROTTLED -> throttled((RateLimitedException) error);
                case UNAUTHORIZED -> reauthorize(error);
                case AMBIGUOUS -> ambiguous(error);
                case ABSENT -> call.kind() == CallKind.DELETE && ambiguous ? Flux.empty() : refused(error);
                case REFUSED -> refused(error);
            };
        }

        /** No bearer can be had for a while. The items of a bulk job would all fail for it, one after the other. */
        private boolean isOutage() {
            return context.isRateLimitWaitFree()
                    && context.phase() == CallPhase.AUTHORIZATION
                    && policy.getMaxAttempts() > 1;
        }

        private Flux<T> sitOut(Throwable error) {
            counted--;
            Duration wait = policy.backoff(2 + Math.min(outages++, 10));
            return after(wait.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : wait, error);
        }

        private Flux<T> reauthorize(Throwable error) {
            if (reauthorized) {
                return refused(error);
            }
            reauthorized = true;
            counted--;
            return Flux.defer(() -> next(error));
        }

        private Flux<T> throttled(RateLimitedException error) {
            Duration asked = error.getRetryAfter();
            Duration least = LEAST_PAUSE.multipliedBy(1L << Math.min(throttles++, 5));
            Duration pause = asked == null ? DEFAULT_PAUSE : asked;
            pause = pause.compareTo(least) < 0 ? least : pause;
            limiter.pause(pause);
            counted--;
            throttled = throttled.plus(pause);
            if (!context.isRateLimitWaitFree() || throttled.compareTo(context.patience()) >= 0) {
                return after(pause, error);
            }
            context.keep(error);
            return context.awaitPermit() ? nextAfter(pause, error) : Flux.error(error);
        }

        private Flux<T> ambiguous(Throwable error) {
            ambiguous = true;
            context.markAmbiguous();
            context.keep(error); // it is the story that the deadline has to tell
            Duration asked = retryAfter(error);
            return switch (call.kind()) {
                case READ, DELETE, IDEMPOTENT_PATCH -> repeat(error, asked);
                case PATCH -> Flux.error(error);
                case CREATE ->
                    reconciled(error, asked)
                            .switchIfEmpty(Flux.defer(() -> repeat(error, asked == null ? SETTLE : asked)));
            };
        }

        /** A repeated create that is refused may be so because the first one was applied late. */
        private Flux<T> refused(Throwable error) {
            if (call.kind() != CallKind.CREATE || !ambiguous) {
                return Flux.error(error);
            }
            return reconciled(error, SETTLE).switchIfEmpty(Flux.error(() -> {
                context.markResolved();
                return error;
            }));
        }

        private Flux<T> reconciled(Throwable error, @Nullable Duration atLeast) {
            return Flux.defer(() -> {
                context.enter(CallPhase.RECONCILIATION);
                return reconcile
                        .apply(error, atLeast == null ? Duration.ZERO : atLeast)
                        .thenMany(Flux.empty());
            });
        }

        private static @Nullable Duration retryAfter(Throwable error) {
            return error instanceof ResponseException answer ? answer.getRetryAfter() : null;
        }

        private Flux<T> repeat(Throwable error, @Nullable Duration atLeast) {
            if (counted >= policy.getMaxAttempts() || !budget.tryWithdraw()) {
                return Flux.error(error);
            }
            Duration backoff = policy.backoff(counted + 1);
            return after(atLeast != null && atLeast.compareTo(backoff) > 0 ? atLeast : backoff, error);
        }

        private Flux<T> after(Duration wait, Throwable error) {
            if (wait.compareTo(context.remaining()) >= 0) {
                // It would end at the deadline without having been tried: the caller may as well know now.
                if (error.getSuppressed().length == 0) { // a provider may give one error to many callers
                    error.addSuppressed(new TimeoutException("the next attempt would have to wait " + wait.toMillis()
                            + " ms, and only " + Math.max(0, context.remaining().toMillis()) + " ms are left"));
                }
                return Flux.error(error);
            }
            context.keep(error);
            return context.backOff() ? nextAfter(wait, error) : Flux.error(error);
        }

        private Flux<T> nextAfter(Duration wait, Throwable error) {
            return Mono.delay(wait, timer).thenMany(Flux.defer(() -> next(error)));
        }
    }
}
