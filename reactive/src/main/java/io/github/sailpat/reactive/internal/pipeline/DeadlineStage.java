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
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Terminates a call when its deadline passes, or when its client is closed. A list that has begun to arrive is left to
 * its decoder, which counts only the time in which there is demand.
 *
 * <p>Whether the call may have been applied is read when it was cancelled:
 *
 * <ol>
 *   <li>the deadline passes, and the call waits for a connection;
 *   <li>an event loop gets the connection, and the call enters its response phase;
 *   <li>the call is cancelled. If the event loop sees that before it writes the request, nothing is sent; else the
 *       phase shows that something was.
 * </ol>
 */
public final class DeadlineStage {
    /** How often at most a call is checked that waits for a permit, if that wait does not count. */
    private static final Duration PERMIT_CHECK = Duration.ofMillis(20);

    private final RateLimiter limiter;
    private final Supplier<@Nullable Throwable> pendingFetch;
    private final TimeoutScheduler timeouts;
    private final OpenCalls openCalls;

    /**
     * A stage for one client.
     *
     * @param limiter tells how long it is paused
     * @param pendingFetch the state of the fetch of an access token as an error, or {@code null} if there is none
     * @param timeSource the time
     * @param openCalls are ended when the client is closed
     * @param ends ends calls on threads of its own, because their subscribers may block
     */
    public DeadlineStage(
            RateLimiter limiter,
            Supplier<@Nullable Throwable> pendingFetch,
            TimeSource timeSource,
            OpenCalls openCalls,
            Executor ends) {
        this.limiter = limiter;
        this.pendingFetch = pendingFetch;
        this.timeouts = new TimeoutScheduler(timeSource, ends);
        this.openCalls = openCalls;
    }

    /**
     * Adds the deadline to a call.
     *
     * @param call the call
     * @param context its context
     * @param subject for a create, the name that it asks for
     * @param abandoned is run if the call was sent and its outcome will not be received
     * @param source the call without a deadline
     * @return the call with it
     * @param <T> the result
     */
    public <T> Flux<T> apply(ApiCall<T> call, CallContext context, String subject, Runnable abandoned, Flux<T> source) {
        return new DeadlineFlux<>(
                source,
                new DeadlineFlux.Time<>() {
                    @Override
                    public Duration untilFirstCheck() {
                        return context.time().getDeadline();
                    }

                    @Override
                    public Duration untilNextCheck() {
                        return context.time().isPermitWaitFree() && isInTime(context)
                                ? nextCheck(context)
                                : Duration.ZERO;
                    }

                    @Override
                    public @Nullable ScheduledExecutorService eventLoop() {
                        return context.attempt().getEventLoop();
                    }

                    @Override
                    public @Nullable Flux<T> atDeadline() {
                        if (context.attempt().isStreaming()) {
                            return null;
                        }
                        Throwable waitedFor = waitedFor(context); // the cancel may end the fetch
                        return Flux.defer(() -> DeadlineStage.this.atDeadline(call, context, subject, waitedFor));
                    }

                    @Override
                    public Flux<T> atClose() {
                        return Flux.defer(() -> {
                            ClientClosedException closed = closed(call, context, subject);
                            return DeadlineStage.<T>partialResultOr(context, closed)
                                    .doOnError(e -> {
                                        if (closed.isMaybeApplied()) {
                                            abandoned.run();
                                        }
                                    });
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
                timeouts,
                openCalls);
    }

    private static ClientClosedException closed(ApiCall<?> call, CallContext context, String subject) {
        boolean maybeApplied = context.isMaybeApplied();
        String name = maybeApplied && call.kind() == CallKind.CREATE ? subject : null;
        return new ClientClosedException(context.summary(), maybeApplied, name, context.getLastError());
    }

    /** Whether the deadline has not passed; while it stands still, whether the pause is not too long. */
    private boolean isInTime(CallContext context) {
        return context.isWaitingForPermit()
                ? isPauseInTime(context)
                : isPositive(context.time().getRemainingOfStep());
    }

    private boolean isPauseInTime(CallContext context) {
        return limiter.getRemainingPause().compareTo(context.time().getPatience()) <= 0;
    }

    private static Duration nextCheck(CallContext context) {
        Duration left = context.time().getRemainingOfStep();
        return left.compareTo(PERMIT_CHECK) < 0 && context.isWaitingForPermit() ? PERMIT_CHECK : left;
    }

    private static boolean isPositive(Duration remaining) {
        return !remaining.isNegative() && !remaining.isZero();
    }

    private @Nullable Throwable waitedFor(CallContext context) {
        return context.attempt().getPhase() == CallPhase.AUTHORIZATION ? pendingFetch.get() : null;
    }

    private <T> Flux<T> atDeadline(
            ApiCall<T> call, CallContext context, String subject, @Nullable Throwable waitedFor) {
        boolean maybeApplied = context.isMaybeApplied();
        Throwable lastError = context.getLastError();
        if (waitedFor != null && lastError != null) {
            waitedFor.addSuppressed(lastError);
        }
        DeadlineExceededException exceeded = new DeadlineExceededException(
                context.summary(),
                context.time().getDeadline(),
                null,
                maybeApplied,
                waitedFor == null ? lastError : waitedFor);
        Throwable error = call.kind() == CallKind.CREATE && maybeApplied
                ? new OutcomeUnknownException(context.summary(), subject, exceeded)
                : exceeded;
        return partialResultOr(context, error);
    }

    /** The partial result is looked up when the call was cancelled: until then more of the response may arrive. */
    @SuppressWarnings("unchecked") // what an attempt offers is a result of its call
    private static <T> Flux<T> partialResultOr(CallContext context, Throwable error) {
        Mono<T> partial = (Mono<T>) context.attempt().getPartialResult();
        return partial == null ? Flux.error(error) : Flux.from(partial).onErrorMap(e -> error);
    }
}
