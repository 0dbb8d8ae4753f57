package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.error.CallPhase;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How far the current attempt of a call is, and what it was told.
 *
 * <p>Memory: written by the thread of the attempt. The phase is volatile and written last, so who reads a phase sees
 * what was written before it.
 */
public final class AttemptState {
    private volatile int attempts;
    private int status;
    private Map<String, String> propagatedHeaders = Map.of();
    private boolean freshConnection;
    private @Nullable Duration responseTimeLimit;
    private volatile CallPhase phase = CallPhase.RATE_LIMIT;
    private volatile @Nullable Mono<?> partialResult;
    private volatile @Nullable String createdId;
    private volatile @Nullable Consumer<Throwable> streamEnd;
    private volatile @Nullable ScheduledExecutorService eventLoop;
    private long emitted;

    AttemptState() {}

    /** Waits for a permit, or for the time of the next attempt. */
    void await(CallPhase wait) {
        partialResult = null;
        streamEnd = null;
        eventLoop = null;
        phase = wait;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // attempts of one call follow each other
    void begin() {
        attempts++;
        status = 0;
        propagatedHeaders = Map.of();
        freshConnection = false;
        responseTimeLimit = null;
        createdId = null;
        phase = CallPhase.AUTHORIZATION;
    }

    void enter(CallPhase next) {
        phase = next;
    }

    boolean isWaiting() {
        return phase == CallPhase.RATE_LIMIT || phase == CallPhase.BACKOFF;
    }

    /**
     * The number of attempts that were begun.
     *
     * @return the number, the current attempt included
     */
    public int getAttempts() {
        return attempts;
    }

    /**
     * Where the call is.
     *
     * @return the phase
     */
    public CallPhase getPhase() {
        return phase;
    }

    /**
     * The request is about to be sent.
     *
     * @param reader the event loop that reads the response
     */
    public void sentOn(ScheduledExecutorService reader) {
        eventLoop = reader;
    }

    /**
     * The event loop that reads the response.
     *
     * @return the event loop, or {@code null} as long as nothing was sent
     */
    public @Nullable ScheduledExecutorService getEventLoop() {
        return eventLoop;
    }

    /**
     * Status and headers of the response have arrived.
     *
     * @param responseStatus the status
     */
    public void responseArrived(int responseStatus) {
        status = responseStatus;
        phase = CallPhase.BODY;
    }

    /**
     * The status of the response to the current or the last attempt.
     *
     * @return the status, or 0 without a response
     */
    public int getStatus() {
        return status;
    }

    /**
     * Sets what the attempt sends to continue a distributed trace.
     *
     * @param headers the headers, checked
     */
    public void propagate(Map<String, String> headers) {
        propagatedHeaders = headers;
    }

    /**
     * What the attempt sends to continue a distributed trace.
     *
     * @return headers by their names, possibly none
     */
    public Map<String, String> getPropagatedHeaders() {
        return propagatedHeaders;
    }

    /**
     * Sets how the exchange of this attempt is to be done.
     *
     * @param fresh whether it needs a new connection, because the one before broke
     * @param limit the longest time without a byte of the response, or {@code null} for the client's own
     */
    public void planExchange(boolean fresh, @Nullable Duration limit) {
        freshConnection = fresh;
        responseTimeLimit = limit;
    }

    /**
     * Whether the attempt needs a new connection.
     *
     * @return {@code false} if any connection of the pool will do
     */
    public boolean isFreshConnection() {
        return freshConnection;
    }

    /**
     * The longest time without a byte of the response, if it is shorter than the client's own.
     *
     * @return the time, or {@code null}
     */
    public @Nullable Duration getResponseTimeLimit() {
        return responseTimeLimit;
    }

    /**
     * Offers a result of what has arrived so far, although the response is not complete.
     *
     * @param result a result, or an error if there is none
     */
    public void offerPartialResult(Mono<?> result) {
        partialResult = result;
    }

    /**
     * What {@link #offerPartialResult} offered in the current attempt.
     *
     * @return the result, or {@code null} if none was offered
     */
    public @Nullable Mono<?> getPartialResult() {
        return partialResult;
    }

    /**
     * The response has the id of the created token, and its secret was not read.
     *
     * @param id the id
     */
    public void created(String id) {
        createdId = id;
    }

    /**
     * The id of a token that certainly exists, and whose secret is lost.
     *
     * @return the id, or {@code null}
     */
    public @Nullable String getCreatedId() {
        return createdId;
    }

    /**
     * A list has begun to arrive. From now on its decoder counts the time.
     *
     * @param end terminates the list with an error, from any thread
     */
    public void beginStream(Consumer<Throwable> end) {
        streamEnd = end;
    }

    /**
     * Whether a list is arriving.
     *
     * @return {@code true} after {@link #beginStream} in the same attempt
     */
    public boolean isStreaming() {
        return streamEnd != null;
    }

    /**
     * Terminates a list that is arriving.
     *
     * @param error what its subscriber gets
     */
    public void endStream(Throwable error) {
        Consumer<Throwable> end = streamEnd;
        if (end != null) {
            end.accept(error);
        }
    }

    /** An element was emitted. From now on the call cannot be retried. */
    public void countEmitted() {
        emitted++;
    }

    /**
     * How many elements were emitted.
     *
     * @return the number
     */
    public long getEmitted() {
        return emitted;
    }
}
