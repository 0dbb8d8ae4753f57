package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Ends a call when its time is over. A list that has begun to arrive is left to its decoder, which counts only the time
 * in which the consumer asks.
 */
public final class DeadlineStage {
    /** How often at most to look at a call that waits for pace, whose remaining time stands still. */
    private static final Duration PERMIT_CHECK = Duration.ofMillis(20);

    private final RateLimiter limiter;
    private final Supplier<@Nullable Throwable> bearer;
    private final TimeoutScheduler alarms;
    private final OpenCalls openCalls;

    /**
     * A stage for one client.
     *
     * @param limiter tells how long a call must wait for pace
     * @param bearer says where the fetch of a bearer is, or {@code null} if there is none
     * @param timeSource the time
     * @param openCalls are ended when the client is closed
     */
    public DeadlineStage(
            RateLimiter limiter, Supplier<@Nullable Throwable> bearer, TimeSource timeSource, OpenCalls openCalls) {
        this.limiter = limiter;
        this.bearer = bearer;
        this.alarms = new TimeoutScheduler(timeSource);
        this.openCalls = openCalls;
    }

    /**
     * Puts the trace's deadline on a call, and ends it when its client is closed.
     *
     * @param call the call
     * @param context its trace
     * @param subject for a create, the name that it asks for
     * @param abandoned is run if nobody will hear of a call that was sent
     * @param source the call without a deadline
     * @return the call with it
     * @param <T> the result
     */
    public <T> Flux<T> apply(ApiCall<T> call, CallContext context, String subject, Runnable abandoned, Flux<T> source) {
        return new DeadlineFlux<>(
                source,
                new DeadlineFlux.Time<>() {
                    @Override
                    public Duration first() {
                        return context.time().getDeadline();
                    }

                    @Override
                    public Duration next() {
                        return context.time().isPermitWaitFree() && isToWaitFor(context)
                                ? untilLook(context)
                                : Duration.ZERO;
                    }

                    @Override
                    public @Nullable Flux<T> end() {
                        return context.attempt().isStreaming() ? null : DeadlineStage.this.end(call, context, subject);
                    }

                    @Override
                    public Flux<T> close() {
                        ClientClosedException closed = closed(call, context, subject);
                        return DeadlineStage.<T>salvaged(context, closed).doOnError(e -> {
                            if (closed.isMaybeApplied()) {
                                abandoned.run();
                            }
                        });
                    }

                    @Override
                    public void closeStream() {
                        context.attempt().endStream(closed(call, context, subject));
                    }

                    @Override
                    public void cancelled() {
                        if (context.isMaybeApplied() && !context.isHaltedWhileWaiting()) {
                            abandoned.run();
                        }
                    }
                },
                alarms,
                openCalls);
    }

    private static ClientClosedException closed(ApiCall<?> call, CallContext context, String subject) {
        boolean maybeApplied = context.isMaybeApplied();
        String name = maybeApplied && call.kind() == CallKind.CREATE ? subject : null;
        return new ClientClosedException(context.summary(), maybeApplied, name, context.getLastError());
    }

    /** Whether there is time left, or only the pace in the way. */
    private boolean isToWaitFor(CallContext context) {
        return context.isWaitingForPermit()
                ? isWorthWaiting(context)
                : isLeft(context.time().getRemaining());
    }

    private boolean isWorthWaiting(CallContext context) {
        return limiter.getRemainingPause().compareTo(context.time().getPatience()) < 0;
    }

    private static Duration untilLook(CallContext context) {
        Duration left = context.time().getRemaining();
        return left.compareTo(PERMIT_CHECK) < 0 && context.isWaitingForPermit() ? PERMIT_CHECK : left;
    }

    private static boolean isLeft(Duration remaining) {
        return !remaining.isNegative() && !remaining.isZero();
    }

    private <T> Flux<T> end(ApiCall<T> call, CallContext context, String subject) {
        boolean maybeApplied = context.isMaybeApplied();
        Throwable waitedFor = context.attempt().getPhase() == CallPhase.AUTHORIZATION ? bearer.get() : null;
        DeadlineExceededException timeUp = new DeadlineExceededException(
                context.summary(),
                context.time().getDeadline(),
                null,
                maybeApplied,
                waitedFor == null ? context.getLastError() : waitedFor);
        Throwable error = call.kind() == CallKind.CREATE && maybeApplied
                ? new OutcomeUnknownException(context.summary(), subject, timeUp)
                : timeUp;
        return salvaged(context, error);
    }

    /** Looked for when the call has ended: until then its answer may come. */
    @SuppressWarnings("unchecked") // what a call offers to salvage is its own result
    private static <T> Flux<T> salvaged(CallContext context, Throwable error) {
        return Flux.defer(() -> {
            Mono<T> salvage = (Mono<T>) context.attempt().getPartialResult();
            return salvage == null ? Flux.error(error) : salvage.onErrorMap(e -> error);
        });
    }
}
