package io.github.sailpat.reactive.internal.instrumentation;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ClientState;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.ApiVersion;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Reports the events of one client to its observer, and tells the observer the state of the client. */
public final class ClientObservation implements ClientState {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.observation");

    private final @Nullable ClientObserver observer;
    private final ApiVersion version;
    private final InetSocketAddress server;
    private final IntSupplier budgetLeft;
    private final RateLimiter limiter;
    private final TimeSource timeSource;
    private final AtomicInteger waitingForPermit = new AtomicInteger();
    private final Set<IntSupplier> bulkSubscriptions = ConcurrentHashMap.newKeySet();

    /**
     * Observes one client, and reports to the observer that it was opened.
     *
     * @param observer the observer, or {@code null} for none
     * @param version the client's API version
     * @param server the host and the port of the tenant, not resolved
     * @param budgetLeft the number of retries that the budget still allows
     * @param limiter the rate limiter of the client
     * @param timeSource the time
     */
    public ClientObservation(
            @Nullable ClientObserver observer,
            ApiVersion version,
            InetSocketAddress server,
            IntSupplier budgetLeft,
            RateLimiter limiter,
            TimeSource timeSource) {
        this.observer = observer;
        this.version = version;
        this.server = server;
        this.budgetLeft = budgetLeft;
        this.limiter = limiter;
        this.timeSource = timeSource;
        if (observer != null) {
            notifyObserver(() -> observer.clientOpened(this));
        }
    }

    /**
     * Observes one subscription to a call.
     *
     * @param call the call
     * @param context its context
     * @return its observation; {@link CallObservation#NONE} without an observer
     */
    public CallObservation of(ApiCall<?> call, CallContext context) {
        return observer == null ? CallObservation.NONE : new OperationObservation(this, observer, call, context);
    }

    /**
     * Observes the requests for an access token.
     *
     * @param fetch each subscription to it is a request
     * @return the observed requests
     * @param <T> the access token
     */
    public <T> Mono<T> accessTokenFetch(Mono<T> fetch) {
        ClientObserver current = observer;
        return current == null
                ? fetch
                : fetch.doOnSuccess(accessToken -> notifyObserver(() -> current.accessTokenFetched(null)))
                        .doOnError(error -> notifyObserver(() -> current.accessTokenFetched(error)));
    }

    /**
     * The outcome of an item of a bulk job is known.
     *
     * @param operation the operation of the item
     * @param kind the kind of its outcome
     */
    public void bulkItemTerminated(String operation, BulkOutcomeKind kind) {
        ClientObserver current = observer;
        if (current != null) {
            notifyObserver(() -> current.bulkItemTerminated(operation, kind));
        }
    }

    /**
     * A subscription to a bulk job was started.
     *
     * @param inFlight the number of its items in flight
     */
    public void bulkStarted(IntSupplier inFlight) {
        bulkSubscriptions.add(inFlight);
    }

    /**
     * A subscription to a bulk job has terminated. May be called again.
     *
     * @param inFlight the same object as in {@link #bulkStarted}
     */
    public void bulkTerminated(IntSupplier inFlight) {
        bulkSubscriptions.remove(inFlight);
    }

    /** The client is being closed. */
    public void closed() {
        ClientObserver current = observer;
        if (current != null) {
            notifyObserver(() -> current.clientClosed(this));
        }
    }

    @Override
    public int getWaitingForPermit() {
        return waitingForPermit.get();
    }

    @Override
    public Duration getRemainingPause() {
        return limiter.getRemainingPause();
    }

    @Override
    public String getRateLimit() {
        return limiter.toString();
    }

    @Override
    public int getRetryBudgetLeft() {
        return budgetLeft.getAsInt();
    }

    @Override
    public int getBulkInFlight() {
        return bulkSubscriptions.stream().mapToInt(IntSupplier::getAsInt).sum();
    }

    ApiVersion version() {
        return version;
    }

    InetSocketAddress server() {
        return server;
    }

    long nanoTime() {
        return timeSource.nanoTime();
    }

    void countWaiting(int difference) {
        waitingForPermit.addAndGet(difference);
    }

    /** Calls the observer. What it throws is logged, and the call continues. */
    static void notifyObserver(Runnable event) {
        contextFrom(Context.empty(), () -> {
            event.run();
            return Context.empty();
        });
    }

    /** The Context that the observer returns, or the given one if it throws, which is logged. */
    static Context contextFrom(Context before, Supplier<Context> observerCall) {
        try {
            return observerCall.get();
        } catch (Throwable e) { // of the application
            LOG.warn("The ClientObserver threw an exception, and the call continues without it: {}", e.toString());
            LOG.debug("The stack trace of the exception that the ClientObserver threw", e);
            return before;
        }
    }
}
