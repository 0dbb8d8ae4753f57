package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The state of one subscription to a call. It has four parts: what the call is ({@link ApiCall}, immutable), how much
 * {@linkplain #time() time} it has, how far the current {@linkplain #attempt() attempt} is, and what
 * {@linkplain #effect() effect} it may have had. Each part documents who may write it.
 *
 * <p>Steps that begin or end a wait, and {@link #halt()}, hold this object's monitor, so that a call is halted either
 * before such a step or after it.
 */
public final class CallContext implements HaltableCall {
    private static final Object LISTENER = CallContext.class;

    private final ApiCall<?> call;
    private final TimeSource timeSource;
    private final CallTimeLimits time;
    private final AttemptState attempt = new AttemptState();
    private final CallEffect effect;
    /** Guarded by the monitor. */
    private boolean halted;

    private volatile boolean haltedBeforeRetry;

    /**
     * A subscription that begins now.
     *
     * @param call the call
     * @param deadline its deadline
     * @param timeSource the time
     */
    public CallContext(ApiCall<?> call, Duration deadline, TimeSource timeSource) {
        this(call, deadline, null, timeSource);
    }

    /**
     * A subscription that begins now.
     *
     * @param call the call
     * @param deadline its deadline
     * @param patience of an item of a job, the longest time that it waits in total because the tenant asks for it; its
     *     deadline does not count waits for permits and access tokens. {@code null} for a single call, which waits
     *     within its deadline
     * @param timeSource the time
     */
    public CallContext(ApiCall<?> call, Duration deadline, @Nullable Duration patience, TimeSource timeSource) {
        this(call, new CallTimeLimits(deadline, patience, timeSource), timeSource);
    }

    private CallContext(ApiCall<?> call, CallTimeLimits time, TimeSource timeSource) {
        this.call = call;
        this.timeSource = timeSource;
        this.time = time;
        this.effect = new CallEffect(call.kind() == CallKind.READ);
    }

    /**
     * Adds a listener to the Reactor Context of an operation that consists of several calls.
     *
     * @param context the Context of the operation
     * @param listener takes the context of each call when it is subscribed to
     * @return the Context for its calls
     */
    public static Context withListener(Context context, Consumer<CallContext> listener) {
        return context.put(LISTENER, listener);
    }

    /**
     * The call is subscribed to: tells the listener, if there is one.
     *
     * @param subscriber the Reactor Context of the subscriber
     */
    public void tellListener(ContextView subscriber) {
        Consumer<CallContext> listener = subscriber.getOrDefault(LISTENER, null);
        if (listener != null) {
            listener.accept(this);
        }
    }

    /**
     * The context of a call that is made on behalf of this one.
     *
     * @param other that call
     * @return its context; it has the time that this one has left
     */
    public CallContext within(ApiCall<?> other) {
        return new CallContext(other, time.within(), timeSource);
    }

    /**
     * This call waits for what another one makes on behalf of both. Its waits for permits count as waits of this one.
     *
     * @param shared the context of the call that is made on behalf of both
     */
    public void waitTogetherWith(CallContext shared) {
        time.waitTogetherWith(shared.time);
    }

    /**
     * How much time the call has.
     *
     * @return always the same object
     */
    public CallTimeLimits time() {
        return time;
    }

    /**
     * How far the current attempt is.
     *
     * @return always the same object
     */
    public AttemptState attempt() {
        return attempt;
    }

    /**
     * Whether the call may have been applied.
     *
     * @return always the same object
     */
    public CallEffect effect() {
        return effect;
    }

    /**
     * The next attempt may begin as soon as there is a permit.
     *
     * @return {@code false} if the call was halted and must not go on
     */
    public synchronized boolean awaitPermit() {
        if (isToEnd()) {
            return false;
        }
        time.beginWait();
        attempt.await(CallPhase.RATE_LIMIT);
        return true;
    }

    /**
     * The next attempt may begin after a time.
     *
     * @return {@code false} if the call was halted and must not go on
     */
    public synchronized boolean backOff() {
        if (isToEnd()) {
            return false;
        }
        attempt.await(CallPhase.BACKOFF);
        return true;
    }

    /** Under the monitor. */
    private boolean isToEnd() {
        haltedBeforeRetry = haltedBeforeRetry || halted;
        return halted;
    }

    /**
     * There is a permit: the next attempt begins.
     *
     * @return {@code false} if the call was halted and must not go on
     */
    public synchronized boolean beginAttempt() {
        if (halted) {
            return false;
        }
        time.beginAuthorization();
        attempt.begin();
        return true;
    }

    @Override
    public synchronized boolean halt() {
        halted = true;
        return attempt.isWaiting();
    }

    /**
     * Whether the call was halted where it only waited: who halts it tells what became of it.
     *
     * @return {@code true} if {@link #halt()} returned it
     */
    public synchronized boolean isHaltedWhileWaiting() {
        return halted && attempt.isWaiting();
    }

    @Override
    public boolean isHaltedBeforeRetry() {
        return haltedBeforeRetry;
    }

    /**
     * The call enters another phase.
     *
     * @param next the phase
     */
    public void enter(CallPhase next) {
        if (next != CallPhase.AUTHORIZATION) {
            time.endWait();
        }
        attempt.enter(next);
    }

    /**
     * Whether the call may have been applied, if it were to terminate now without a response.
     *
     * @return {@code false} if it certainly was not, or changes nothing
     */
    public boolean isMaybeApplied() {
        return effect.isMaybeApplied(attempt.getPhase());
    }

    @Override
    public boolean isMaybeApplied(Throwable error) {
        return effect.isMaybeApplied(error, attempt.getPhase());
    }

    @Override
    public boolean isWaitingForPermit() {
        return attempt.getPhase() == CallPhase.RATE_LIMIT;
    }

    @Override
    public int getAttempts() {
        return attempt.getAttempts();
    }

    @Override
    public boolean isAmbiguous() {
        return effect.isAmbiguous();
    }

    @Override
    public @Nullable Throwable getLastError() {
        return effect.getLastError();
    }

    /**
     * The call so far, for an error.
     *
     * @return a snapshot
     */
    public CallSummary summary() {
        return CallSummary.builder()
                .operation(call.operation())
                .requestLine(call.toString())
                .readOnly(call.kind() == CallKind.READ)
                .attempts(attempt.getAttempts())
                .elapsed(time.getElapsed())
                .phase(attempt.getPhase())
                .emitted(attempt.getEmitted())
                .build();
    }
}
