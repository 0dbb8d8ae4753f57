package io.github.sailpat.reactive.internal.deadline;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.reactive.internal.call.OpenCalls;
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
    private final OpenCalls openCalls;

    /**
     * A stage for one client.
     *
     * @param limiter tells how long a call must wait for pace
     * @param bearer says where the fetch of a bearer is, or {@code null} if there is none
     * @param timer counts the time
     * @param openCalls are ended when the client is closed
     */
    public DeadlineStage(
            RateLimiter limiter, Supplier<@Nullable Throwable> bearer, Scheduler timer, OpenCalls openCalls) {
        this.limiter = limiter;
        this.bearer = bearer;
        this.alarms = new AlarmClock(timer);
        this.openCalls = openCalls;
    }

    /**
     * Puts the trace's deadline on a call, and ends it when its client is closed.
     *
     * @param call the call
     * @param trace its trace
     * @param subject for a create, the name that it asks for
     * @param abandoned is run if nobody will hear of a call that was sent
     * @param source the call without a deadline
     * @return the call with it
     * @param <T> the result
     */
    public <T> Flux<T> apply(ApiCall<T> call, CallTrace trace, String subject, Runnable abandoned, Flux<T> source) {
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

                    @Override
                    public Flux<T> close() {
                        ClientClosedException closed = closed(call, trace, subject);
                        return DeadlineStage.<T>salvaged(trace, closed).doOnError(e -> {
                            if (closed.isMaybeApplied()) {
                                abandoned.run();
                            }
                        });
                    }

                    @Override
                    public void closeStream() {
                        trace.endStream(closed(call, trace, subject));
                    }

                    @Override
                    public void cancelled() {
                        if (isMaybeApplied(call, trace) && !trace.isHaltedWhileWaiting()) {
                            abandoned.run();
                        }
                    }
                },
                alarms,
                openCalls);
    }

    private static boolean isMaybeApplied(ApiCall<?> call, CallTrace trace) {
        return call.kind() != CallKind.READ
                && (trace.isAmbiguous() || trace.phase().isSent());
    }

    private static ClientClosedException closed(ApiCall<?> call, CallTrace trace, String subject) {
        boolean maybeApplied = isMaybeApplied(call, trace);
        String name = maybeApplied && call.kind() == CallKind.CREATE ? subject : null;
        return new ClientClosedException(trace.summary(), maybeApplied, name, trace.kept());
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

    private <T> Flux<T> end(ApiCall<T> call, CallTrace trace, String subject) {
        boolean maybeApplied = isMaybeApplied(call, trace);
        Throwable waitedFor = trace.phase() == CallPhase.AUTHORIZATION ? bearer.get() : null;
        DeadlineExceededException timeUp = new DeadlineExceededException(
                trace.summary(), trace.deadline(), null, maybeApplied, waitedFor == null ? trace.kept() : waitedFor);
        Throwable error = call.kind() == CallKind.CREATE && maybeApplied
                ? new OutcomeUnknownException(trace.summary(), subject, timeUp)
                : timeUp;
        return salvaged(trace, error);
    }

    /** Looked for when the call has ended: until then its answer may come. */
    @SuppressWarnings("unchecked") // what a call offers to salvage is its own result
    private static <T> Flux<T> salvaged(CallTrace trace, Throwable error) {
        return Flux.defer(() -> {
            Mono<T> salvage = (Mono<T>) trace.salvage();
            return salvage == null ? Flux.error(error) : salvage.onErrorMap(e -> error);
        });
    }
}
