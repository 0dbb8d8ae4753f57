package io.github.sailpat.reactive.internal.observe;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.reactive.internal.retry.AttemptOutcome;
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
final class ObservedOperation implements CallWatch, Watched.Eye, ObservedCall {
    private final ClientWatch client;
    private final ClientObserver clientObserver;
    private final ApiCall<?> call;
    private final CallTrace trace;
    /** {@code null} before the begin, and if the client's observer has failed then. */
    private volatile @Nullable OperationObserver observer;

    private volatile @Nullable RetryCause cause;
    /** These three are guarded by this object's monitor, which others' code never runs under. */
    private boolean waiting;

    private long waitingSince;
    private boolean ended;

    ObservedOperation(ClientWatch client, ClientObserver clientObserver, ApiCall<?> call, CallTrace trace) {
        this.client = client;
        this.clientObserver = clientObserver;
        this.call = call;
        this.trace = trace;
    }

    @Override
    public <T> Flux<T> operation(Flux<T> whole) {
        return new Watched<>(whole, this);
    }

    @Override
    public <T> Flux<T> pace(Flux<T> limited) {
        return limited.doFirst(this::beginWait);
    }

    @Override
    public <T> Flux<T> attempt(Flux<T> attempt) {
        Duration waited = endWait();
        OperationObserver eye = observer;
        if (eye == null || waited == null) {
            return attempt;
        }
        ClientWatch.tell(() -> eye.paced(waited));
        return new Watched<>(attempt, new Attempt(eye));
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
        return ClientWatch.ask(context, () -> {
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
            ClientWatch.tell(() -> eye.ended(outcome, error));
        }
    }

    private final class Attempt implements Watched.Eye {
        private final OperationObserver operation;
        private @Nullable AttemptObserver attempt;

        Attempt(OperationObserver operation) {
            this.operation = operation;
        }

        @Override
        public Context begun(Context context) {
            return ClientWatch.ask(context, () -> {
                AttemptObserver eye = operation.attemptBegun(cause, context);
                attempt = eye;
                trace.propagate(PropagatedHeaders.check(eye.getHeaders()));
                return eye.enter(context);
            });
        }

        @Override
        public void ended(CallOutcome outcome, @Nullable Throwable error) {
            cause = error == null ? null : causeOf(error);
            AttemptObserver eye = attempt;
            if (eye != null) {
                ClientWatch.tell(() -> eye.ended(outcome, error));
            }
        }
    }

    private @Nullable RetryCause causeOf(Throwable error) {
        return switch (AttemptOutcome.of(error, trace.phase())) {
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
        return trace.attempts();
    }

    @Override
    public int getStatus() {
        return trace.status();
    }
}
