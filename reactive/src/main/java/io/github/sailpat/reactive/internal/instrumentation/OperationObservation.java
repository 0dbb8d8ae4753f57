package io.github.sailpat.reactive.internal.instrumentation;

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

/** One subscription to a call that an observer looks at. */
final class OperationObservation implements CallObservation, ObservedFlux.Eye, ObservedCall {
    private final ClientObservation client;
    private final ClientObserver clientObserver;
    private final ApiCall<?> call;
    private final CallContext callContext;
    /** {@code null} before the begin, and if the client's observer has failed then. */
    private volatile @Nullable OperationObserver observer;

    private volatile @Nullable RetryCause cause;
    /** These three are guarded by this object's monitor, which others' code never runs under. */
    private boolean waiting;

    private long waitingSince;
    private boolean ended;

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
        return limited.doFirst(this::beginWait);
    }

    @Override
    public <T> Flux<T> attempt(Flux<T> attempt) {
        Duration waited = endWait();
        OperationObserver eye = observer;
        if (eye == null || waited == null) {
            return attempt;
        }
        ClientObservation.tell(() -> eye.permitAcquired(waited));
        return new ObservedFlux<>(attempt, new Attempt(eye));
    }

    /** A call that was cancelled meanwhile waits no more. */
    private synchronized void beginWait() {
        if (!ended && !waiting) {
            waiting = true;
            waitingSince = client.now();
            client.countWaiting(1);
        }
    }

    /** {@code null} if it did not wait, because the call has ended. */
    private synchronized @Nullable Duration endWait() {
        if (!waiting) {
            return null;
        }
        waiting = false;
        client.countWaiting(-1);
        return Duration.ofNanos(client.now() - waitingSince);
    }

    @Override
    public Context begun(Context context) {
        return ClientObservation.ask(context, () -> {
            OperationObserver eye = clientObserver.operationBegun(this, context);
            observer = eye;
            return eye.enter(context);
        });
    }

    @Override
    public void ended(CallOutcome outcome, @Nullable Throwable error) {
        synchronized (this) {
            ended = true;
            endWait();
        }
        OperationObserver eye = observer;
        if (eye != null) {
            ClientObservation.tell(() -> eye.ended(outcome, error));
        }
    }

    private final class Attempt implements ObservedFlux.Eye {
        private final OperationObserver operation;
        private @Nullable AttemptObserver attempt;

        Attempt(OperationObserver operation) {
            this.operation = operation;
        }

        @Override
        public Context begun(Context context) {
            return ClientObservation.ask(context, () -> {
                AttemptObserver eye = operation.attemptBegun(cause, context);
                attempt = eye;
                callContext.attempt().propagate(PropagatedHeaders.check(eye.getHeaders()));
                return eye.enter(context);
            });
        }

        @Override
        public void ended(CallOutcome outcome, @Nullable Throwable error) {
            cause = error == null ? null : causeOf(error);
            AttemptObserver eye = attempt;
            if (eye != null) {
                ClientObservation.tell(() -> eye.ended(outcome, error));
            }
        }
    }

    private @Nullable RetryCause causeOf(Throwable error) {
        return switch (AttemptEffect.of(error, callContext.attempt().getPhase())) {
            case NOT_SENT -> RetryCause.NOT_SENT;
            case THROTTLED -> RetryCause.THROTTLED;
            case UNAUTHORIZED -> RetryCause.UNAUTHORIZED;
            case AMBIGUOUS -> RetryCause.AMBIGUOUS;
            case ABSENT, REFUSED -> null;
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
