package io.github.sailpat.reactive.internal.instrumentation;

import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.AttemptEffect;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.observation.AttemptObserver;
import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.github.sailpat.reactive.observation.RetryCause;
import io.github.sailpat.token.ApiVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

/** Observes one subscription to a call, on behalf of the observer of the client. */
final class OperationObservation implements CallObservation, ObservedFlux.Listener, ObservedCall {
    private final ClientObservation client;
    private final ClientObserver clientObserver;
    private final ApiCall<?> call;
    private final CallContext callContext;
    /** {@code null} before the subscription, and if the client's observer threw an exception then. */
    private volatile @Nullable OperationObserver observer;

    private volatile @Nullable RetryCause retryCause;
    /** That of the operation, so that its attempt, which a deadline may cancel too, has the same. */
    private volatile CallOutcome outcomeOfCancel = CallOutcome.CANCELLED;
    /** These three are guarded by the monitor of this object, under which no code of the observer is called. */
    private boolean waiting;

    private long waitingSince;
    private boolean done;

    OperationObservation(
            ClientObservation client, ClientObserver clientObserver, ApiCall<?> call, CallContext callContext) {
        this.client = client;
        this.clientObserver = clientObserver;
        this.call = call;
        this.callContext = callContext;
    }

    @Override
    public <T> Flux<T> operation(Flux<T> whole) {
        return new ObservedFlux<>(whole, this);
    }

    @Override
    public <T> Flux<T> rateLimit(Flux<T> limited) {
        return limited.doFirst(this::startWait);
    }

    @Override
    public <T> Flux<T> attempt(Flux<T> attempt) {
        Duration waited = endWait();
        OperationObserver operation = observer;
        if (operation == null || waited == null) {
            return attempt;
        }
        ClientObservation.notifyObserver(() -> operation.permitAcquired(waited));
        return new ObservedFlux<>(attempt, new Attempt(operation));
    }

    /** A call that has terminated meanwhile does not count as waiting. */
    private synchronized void startWait() {
        if (!done && !waiting) {
            waiting = true;
            waitingSince = client.nanoTime();
            client.countWaiting(1);
        }
    }

    /** {@code null} if it did not wait, because the call has terminated. */
    private synchronized @Nullable Duration endWait() {
        if (!waiting) {
            return null;
        }
        waiting = false;
        client.countWaiting(-1);
        return Duration.ofNanos(client.nanoTime() - waitingSince);
    }

    @Override
    public Context started(Context context) {
        return ClientObservation.contextFrom(context, () -> {
            OperationObserver operation = clientObserver.operationStarted(this, context);
            observer = operation;
            return operation.enter(context);
        });
    }

    @Override
    public CallOutcome cancelling(boolean emitted) {
        outcomeOfCancel = emitted ? CallOutcome.ENDED_BY_CONSUMER : CallOutcome.CANCELLED;
        return outcomeOfCancel;
    }

    @Override
    public void terminated(CallOutcome outcome, @Nullable Throwable error) {
        synchronized (this) {
            done = true;
            endWait();
        }
        OperationObserver operation = observer;
        if (operation != null) {
            ClientObservation.notifyObserver(() -> operation.terminated(outcome, error));
        }
    }

    private final class Attempt implements ObservedFlux.Listener {
        private final OperationObserver operationObserver;
        private @Nullable AttemptObserver attemptObserver;

        Attempt(OperationObserver operationObserver) {
            this.operationObserver = operationObserver;
        }

        @Override
        public Context started(Context context) {
            return ClientObservation.contextFrom(context, () -> {
                AttemptObserver started = operationObserver.attemptStarted(retryCause, context);
                attemptObserver = started;
                callContext.attempt().propagate(PropagatedHeaders.check(started.getHeaders()));
                return started.enter(context);
            });
        }

        @Override
        public CallOutcome cancelling(boolean emitted) {
            return outcomeOfCancel;
        }

        @Override
        public void terminated(CallOutcome outcome, @Nullable Throwable error) {
            retryCause = error == null ? null : retryCauseOf(error);
            if (error instanceof RateLimitedException limited) {
                ClientObservation.notifyObserver(
                        () -> clientObserver.rateLimited(call.operation(), limited.getRetryAfter()));
            }
            AttemptObserver started = attemptObserver;
            if (started != null) {
                ClientObservation.notifyObserver(() -> started.terminated(outcome, error));
            }
        }
    }

    private @Nullable RetryCause retryCauseOf(Throwable error) {
        return switch (AttemptEffect.of(error, callContext.attempt().getPhase())) {
            case NOT_SENT -> RetryCause.NOT_SENT;
            case UNPROCESSED -> RetryCause.UNPROCESSED;
            case THROTTLED -> RetryCause.THROTTLED;
            case UNAUTHORIZED -> RetryCause.UNAUTHORIZED;
            case AMBIGUOUS -> RetryCause.AMBIGUOUS;
            case NAME_IN_USE, ABSENT, REFUSED -> null;
        };
    }

    @Override
    public String getOperation() {
        return call.operation();
    }

    @Override
    public String getMethod() {
        return call.method();
    }

    @Override
    public String getServerAddress() {
        return client.server().getHostString();
    }

    @Override
    public int getServerPort() {
        return client.server().getPort();
    }

    @Override
    public String getUriTemplate() {
        return call.uriTemplate();
    }

    @Override
    public ApiVersion getApiVersion() {
        return client.version();
    }

    @Override
    public int getAttempts() {
        return callContext.getAttempts();
    }

    @Override
    public int getStatus() {
        return callContext.attempt().getStatus();
    }
}
