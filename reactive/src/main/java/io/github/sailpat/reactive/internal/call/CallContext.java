package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What has become of one subscription to a call. Written by the stage that the call is in, one at a time; read by the
 * deadline from a timer thread, hence volatile.
 */
public final class CallContext {
    private static final Duration BULK_PATIENCE = Duration.ofMinutes(1);
    private static final Duration AFTER_OUTER = Duration.ofMillis(250);

    private final String operation;
    private final String method;
    private final String uriTemplate;
    private final boolean readOnly;
    private final LongSupplier nanoTime;
    private final Duration deadline;
    private final boolean rateLimitWaitIsFree;
    private final long begun;
    private volatile int attempts;
    /** Written before the phase is, by the thread of the attempt. */
    private int status;
    /** What the attempt sends so that the tenant's side continues a context. */
    private Map<String, String> propagated = Map.of();

    private volatile CallPhase phase = CallPhase.RATE_LIMIT;
    private volatile @Nullable Mono<?> salvage;
    private volatile @Nullable Throwable kept;
    private volatile boolean ambiguous;
    private volatile boolean streaming;
    private volatile @Nullable Consumer<Throwable> streamEnd;
    /** Set before the phase is left, so who sees another phase sees it too. */
    private volatile long waitedNanos;

    private volatile long waitingSince;
    /** Guarded by this object's monitor, which makes one step of entering or leaving a wait and of halting. */
    private boolean halted;

    private volatile boolean cutShort;
    /** A call that is made on behalf of this one, whose pace is this one's. */
    private volatile @Nullable CallContext inner;
    /** Written by the thread that gives out elements, and read by it or after it. */
    private long emitted;

    /**
     * Begins a context now.
     *
     * @param call the call
     * @param deadline the time that the call has
     * @param nanoTime a monotonic clock
     */
    public CallContext(ApiCall<?> call, Duration deadline, LongSupplier nanoTime) {
        this(call, deadline, false, nanoTime);
    }

    /**
     * Begins a context now.
     *
     * @param call the call
     * @param deadline the time that the call has
     * @param rateLimitWaitIsFree whether the deadline does not count the time in {@link CallPhase#RATE_LIMIT}
     * @param nanoTime a monotonic clock
     */
    public CallContext(ApiCall<?> call, Duration deadline, boolean rateLimitWaitIsFree, LongSupplier nanoTime) {
        this(
                call.operation(),
                call.method(),
                call.uriTemplate(),
                call.kind() == CallKind.READ,
                deadline,
                rateLimitWaitIsFree,
                nanoTime);
    }

    /**
     * Begins a context now, of something that is made of several calls.
     *
     * @param operation its name
     * @param method what stands for its method
     * @param uriTemplate what stands for its path
     * @param readOnly whether it changes nothing
     * @param deadline the time that it has
     * @param rateLimitWaitIsFree whether the deadline does not count the time in {@link CallPhase#RATE_LIMIT}
     * @param nanoTime a monotonic clock
     */
    public CallContext(
            String operation,
            String method,
            String uriTemplate,
            boolean readOnly,
            Duration deadline,
            boolean rateLimitWaitIsFree,
            LongSupplier nanoTime) {
        this.deadline = deadline;
        this.rateLimitWaitIsFree = rateLimitWaitIsFree;
        this.operation = operation;
        this.method = method;
        this.uriTemplate = uriTemplate;
        this.readOnly = readOnly;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.waitingSince = begun;
    }

    /**
     * Another attempt may begin as soon as there is a place for it.
     *
     * @return {@code false} if the call was halted and must not go on
     */
    public synchronized boolean awaitPermit() {
        if (isToEnd()) {
            return false;
        }
        salvage = null;
        streaming = false;
        if (phase != CallPhase.RATE_LIMIT) {
            waitingSince = nanoTime.getAsLong();
            phase = CallPhase.RATE_LIMIT;
        }
        return true;
    }

    /**
     * Another attempt may begin after a while.
     *
     * @return {@code false} if the call was halted and must not go on
     */
    public synchronized boolean backOff() {
        if (isToEnd()) {
            return false;
        }
        phase = CallPhase.BACKOFF;
        return true;
    }

    /** Under the monitor. */
    private boolean isToEnd() {
        cutShort = cutShort || halted;
        return halted;
    }

    /**
     * Whether the call was halted where it would have tried again.
     *
     * @return {@code true} from then on
     */
    public boolean isCutShort() {
        return cutShort;
    }

    /**
     * There is a place: one more attempt begins.
     *
     * @return {@code false} if the call was halted and must not go on
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // attempts of one call follow each other
    public synchronized boolean beginAttempt() {
        if (halted) {
            return false;
        }
        attempts++;
        status = 0;
        propagated = Map.of();
        waitedNanos += nanoTime.getAsLong() - waitingSince;
        phase = CallPhase.AUTHORIZATION;
        return true;
    }

    /**
     * Lets a call go no further: it begins no attempt and waits for none.
     *
     * @return {@code false} if an attempt is under way, which goes on to its end
     */
    public synchronized boolean halt() {
        halted = true;
        return isWaiting();
    }

    /**
     * Whether the call was halted where it only waited: then who halted it tells what became of it.
     *
     * @return {@code true} if {@link #halt()} gave it
     */
    public synchronized boolean isHaltedWhileWaiting() {
        return halted && isWaiting();
    }

    private boolean isWaiting() {
        return phase == CallPhase.RATE_LIMIT || phase == CallPhase.BACKOFF;
    }

    /**
     * The call goes over to another phase.
     *
     * @param next the phase
     */
    public void enter(CallPhase next) {
        phase = next;
    }

    /**
     * The head of the answer is here.
     *
     * @param answer its status
     */
    public void answered(int answer) {
        status = answer;
        phase = CallPhase.BODY;
    }

    /**
     * What the current or the last attempt was answered.
     *
     * @return the status, or 0 without an answer
     */
    public int status() {
        return status;
    }

    /**
     * The current attempt continues a context.
     *
     * @param headers what it sends to that end, checked
     */
    public void propagate(Map<String, String> headers) {
        propagated = headers;
    }

    /**
     * What the current attempt sends so that a context is continued.
     *
     * @return headers by their names, maybe none
     */
    public Map<String, String> propagated() {
        return propagated;
    }

    /**
     * A result may be had from what has arrived so far, though the answer is not complete.
     *
     * @param partial tries it: a result or an error
     */
    public void offerSalvage(Mono<?> partial) {
        salvage = partial;
    }

    /**
     * What {@link #offerSalvage} offered, in the current attempt.
     *
     * @return a result, or an error, or {@code null} if there is no hope
     */
    public @Nullable Mono<?> salvage() {
        return salvage;
    }

    /**
     * Where the call is.
     *
     * @return the phase
     */
    public CallPhase phase() {
        return phase;
    }

    /**
     * How many attempts were begun.
     *
     * @return the number
     */
    public int attempts() {
        return attempts;
    }

    /**
     * The time that the call has.
     *
     * @return the deadline, counted from the subscription
     */
    public Duration deadline() {
        return deadline;
    }

    /**
     * The time that is left.
     *
     * @return zero or less when it is over
     */
    public Duration remaining() {
        Duration left = deadline.minus(elapsed());
        return rateLimitWaitIsFree ? left.plusNanos(paced()) : left;
    }

    /**
     * Whether the deadline does not count the time in {@link CallPhase#RATE_LIMIT}.
     *
     * @return {@code true} for an item of a bulk job
     */
    public boolean isRateLimitWaitFree() {
        return rateLimitWaitIsFree;
    }

    /**
     * How long a pause may last that the tenant asks for: a call that cannot wait that long may as well fail now.
     *
     * @return what is left of the deadline; for an item of a bulk job a minute, or its deadline if that is longer
     */
    public Duration patience() {
        if (!rateLimitWaitIsFree) {
            return remaining();
        }
        return deadline.compareTo(BULK_PATIENCE) < 0 ? BULK_PATIENCE : deadline;
    }

    /**
     * The context of a call that is made on behalf of this one, which ends it with its own deadline; that of the other
     * comes a little later, so that the two do not meet.
     *
     * @param call that call
     * @return its context; its wait for pace counts as a wait of this one
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // what one call does follows each other
    public CallContext within(ApiCall<?> call) {
        CallContext before = inner;
        if (before != null) {
            waitedNanos += before.paced();
        }
        CallContext context = new CallContext(call, remaining().plus(AFTER_OUTER), rateLimitWaitIsFree, nanoTime);
        inner = context;
        return context;
    }

    private long paced() {
        boolean pacing = phase == CallPhase.RATE_LIMIT;
        CallContext other = inner;
        return waitedNanos + (pacing ? nanoTime.getAsLong() - waitingSince : 0) + (other == null ? 0 : other.paced());
    }

    /** One element was given out: from now on the call cannot be repeated. */
    public void countElement() {
        emitted++;
    }

    /**
     * How many elements were given out.
     *
     * @return the number
     */
    public long emitted() {
        return emitted;
    }

    /**
     * A list has begun to arrive: from now on its decoder watches the time.
     *
     * @param end ends it with an error, from any thread
     */
    public void beginStream(Consumer<Throwable> end) {
        streamEnd = end;
        streaming = true;
    }

    /**
     * Ends a list that is arriving.
     *
     * @param error what its consumer gets, once it has taken what it is taking
     */
    public void endStream(Throwable error) {
        Consumer<Throwable> end = streamEnd;
        if (end != null) {
            end.accept(error);
        }
    }

    /**
     * Whether a list is arriving.
     *
     * @return {@code true} after {@link #beginStream}, in the same attempt
     */
    public boolean isStreaming() {
        return streaming;
    }

    /** An attempt has ended so that nobody knows whether it was applied. */
    public void markAmbiguous() {
        ambiguous = true;
    }

    /** It is known after all that none was applied. */
    public void markResolved() {
        ambiguous = false;
    }

    /**
     * Whether some attempt may have been applied.
     *
     * @return {@code true} after {@link #markAmbiguous()}
     */
    public boolean isAmbiguous() {
        return ambiguous;
    }

    /**
     * Keeps the error of an attempt while another is on its way, in case the time runs out.
     *
     * @param error the error
     */
    public void keep(Throwable error) {
        kept = error;
    }

    /**
     * The error of the latest attempt that failed.
     *
     * @return the error, or {@code null} if none has
     */
    public @Nullable Throwable kept() {
        return kept;
    }

    /**
     * How long the call has taken.
     *
     * @return the time since its subscription
     */
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - begun);
    }

    /**
     * The story so far, for an error.
     *
     * @return a snapshot
     */
    public CallSummary summary() {
        return CallSummary.builder()
                .operation(operation)
                .requestLine(method + ' ' + uriTemplate)
                .readOnly(readOnly)
                .attempts(attempts)
                .elapsed(elapsed())
                .phase(phase)
                .emitted(emitted)
                .build();
    }
}
