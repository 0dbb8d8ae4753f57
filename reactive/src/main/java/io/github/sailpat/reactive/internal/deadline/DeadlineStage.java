package io.github.sailpat.reactive.internal.deadline;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.reactive.retry.RateLimiter;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Ends a call when its time is over. A list that has begun to arrive is left to its decoder, which counts only the time
 * in which the consumer asks.
 */
public final class DeadlineStage {
    /** How often at most to look at a call that waits for pace, whose remaining time stands still. */
    private static final Duration PACING_LOOK = Duration.ofMillis(20);

    private final RateLimiter limiter;
    private final Supplier<@Nullable Throwable> bearer;
    private final AlarmClock alarms;

    /**
     * A stage for one client.
     *
     * @param limiter tells how long a call must wait for pace
     * @param bearer says where the fetch of a bearer is, or {@code null} if there is none
     * @param timer counts the time
     */
    public DeadlineStage(RateLimiter limiter, Supplier<@Nullable Throwable> bearer, Scheduler timer) {
        this.limiter = limiter;
        this.bearer = bearer;
        this.alarms = new AlarmClock(timer);
    }

    /**
     * Puts the trace's deadline on a call.
     *
     * @param call the call
     * @param trace its trace
     * @param subject for a create, the name that it asks for
     * @param source the call without a deadline
     * @return the call with it
     * @param <T> the result
     */
    public <T> Flux<T> apply(ApiCall<T> call, CallTrace trace, String subject, Flux<T> source) {
        return new TimedCall<>(
                source,
                new TimedCall.Time<>() {
                    @Override
                    public Duration first() {
                        return trace.deadline();
                    }

                    @Override
                    public Duration next() {
                        return trace.isPaceFree() && isToWaitFor(trace) ? untilLook(trace) : Duration.ZERO;
                    }

                    @Override
                    public @Nullable Flux<T> end() {
                        return trace.isStreaming() ? null : DeadlineStage.this.end(call, trace, subject);
                    }
                },
                alarms);
    }

    /** Whether there is time left, or only the pace in the way. */
    private boolean isToWaitFor(CallTrace trace) {
        return trace.phase() == CallPhase.PACING ? isWorthWaiting(trace) : isLeft(trace.remaining());
    }

    private boolean isWorthWaiting(CallTrace trace) {
        return limiter.getRemainingPause().compareTo(trace.patience()) < 0;
    }

    private static Duration untilLook(CallTrace trace) {
        Duration left = trace.remaining();
        return left.compareTo(PACING_LOOK) < 0 && trace.phase() == CallPhase.PACING ? PACING_LOOK : left;
    }

    private static boolean isLeft(Duration remaining) {
        return !remaining.isNegative() && !remaining.isZero();
    }

    @SuppressWarnings("unchecked") // what a call offers to salvage is its own result
    private <T> Flux<T> end(ApiCall<T> call, CallTrace trace, String subject) {
        boolean maybeApplied = call.kind() != CallKind.READ
                && (trace.isAmbiguous() || trace.phase().isSent());
        Throwable waitedFor = trace.phase() == CallPhase.AUTHORIZATION ? bearer.get() : null;
        DeadlineExceededException timeUp = new DeadlineExceededException(
                trace.summary(), trace.deadline(), null, maybeApplied, waitedFor == null ? trace.kept() : waitedFor);
        Throwable error = call.kind() == CallKind.CREATE && maybeApplied
                ? new OutcomeUnknownException(trace.summary(), subject, timeUp)
                : timeUp;
        // Looked for when the call has ended: until then its answer may come.
        return Flux.defer(() -> {
            Mono<T> salvage = (Mono<T>) trace.salvage();
            return salvage == null ? Flux.error(error) : salvage.onErrorMap(e -> error);
        });
    }
}
