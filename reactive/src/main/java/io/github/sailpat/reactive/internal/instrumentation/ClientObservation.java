package io.github.sailpat.reactive.internal.instrumentation;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ClientState;
import io.github.sailpat.token.ApiVersion;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Where an observer looks at a client. */
public final class ClientObservation implements ClientState {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.observation");

    private final @Nullable ClientObserver observer;
    private final ApiVersion version;
    private final IntSupplier budgetLeft;
    private final LongSupplier nanoTime;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<IntSupplier> bulkRuns = ConcurrentHashMap.newKeySet();

    /**
     * A watch over one client, of whose opening the observer is told.
     *
     * @param observer who looks, or {@code null} for nobody
     * @param version the client's API version
     * @param budgetLeft how many repeats are left
     * @param nanoTime a monotonic clock
     */
    public ClientObservation(
            @Nullable ClientObserver observer, ApiVersion version, IntSupplier budgetLeft, LongSupplier nanoTime) {
        this.observer = observer;
        this.version = version;
        this.budgetLeft = budgetLeft;
        this.nanoTime = nanoTime;
        if (observer != null) {
            observer.clientOpened(this);
        }
    }

    /**
     * A watch over one subscription to a call.
     *
     * @param call the call
     * @param context its trace
     * @return the watch; the same for all if nobody looks
     */
    public CallObservation of(ApiCall<?> call, CallContext context) {
        return observer == null ? CallObservation.NONE : new OperationObservation(this, observer, call, context);
    }

    /**
     * Looks at the fetches of a bearer.
     *
     * @param fetch each subscription of which is a fetch
     * @return the same
     * @param <T> the bearer
     */
    public <T> Mono<T> bearer(Mono<T> fetch) {
        ClientObserver eye = observer;
        return eye == null
                ? fetch
                : fetch.doOnSuccess(bearer -> tell(() -> eye.accessTokenFetched(null)))
                        .doOnError(error -> tell(() -> eye.accessTokenFetched(error)));
    }

    /**
     * The outcome of an item of a bulk job is known.
     *
     * @param operation what was asked for
     * @param kind the outcome's kind
     */
    public void bulkItemEnded(String operation, BulkOutcomeKind kind) {
        ClientObserver eye = observer;
        if (eye != null) {
            tell(() -> eye.bulkItemEnded(operation, kind));
        }
    }

    /**
     * A run of a bulk job begins.
     *
     * @param inFlight how many of its items are under way
     */
    public void bulkBegun(IntSupplier inFlight) {
        bulkRuns.add(inFlight);
    }

    /**
     * A run of a bulk job has ended; may be told again.
     *
     * @param inFlight the same as at its begin
     */
    public void bulkEnded(IntSupplier inFlight) {
        bulkRuns.remove(inFlight);
    }

    /** The client is being closed. */
    public void closed() {
        ClientObserver eye = observer;
        if (eye != null) {
            tell(() -> eye.clientClosed(this));
        }
    }

    @Override
    public int getWaitingForPermit() {
        return waiting.get();
    }

    @Override
    public int getRetryBudgetLeft() {
        return budgetLeft.getAsInt();
    }

    @Override
    public int getBulkInFlight() {
        return bulkRuns.stream().mapToInt(IntSupplier::getAsInt).sum();
    }

    ApiVersion version() {
        return version;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void countWaiting(int difference) {
        waiting.addAndGet(difference);
    }

    /** A call must not fail for who looks at it. */
    static void tell(Runnable event) {
        ask(Context.empty(), () -> {
            event.run();
            return Context.empty();
        });
    }

    /** The Context that an observer makes, or the one as it was. */
    static Context ask(Context before, Supplier<Context> question) {
        try {
            return question.get();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("An observer failed, and the call goes on without it: {}", e.toString());
            LOG.debug("It failed here", e);
            return before;
        }
    }
}
