package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.observation.AttemptObserver;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ClientState;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.github.sailpat.reactive.observation.RetryCause;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Several observers of one client, which are called one after another. */
final class CompositeClientObserver implements ClientObserver {
    private final List<ClientObserver> observers;

    CompositeClientObserver(List<ClientObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public void clientOpened(ClientState client) {
        observers.forEach(each -> each.clientOpened(client));
    }

    @Override
    public void clientClosed(ClientState client) {
        observers.forEach(each -> each.clientClosed(client));
    }

    @Override
    public OperationObserver operationStarted(ObservedCall call, ContextView context) {
        return new Operation(observers.stream()
                .map(each -> each.operationStarted(call, context))
                .toList());
    }

    @Override
    public void accessTokenFetched(@Nullable Throwable error) {
        observers.forEach(each -> each.accessTokenFetched(error));
    }

    @Override
    public void rateLimited(String operation, @Nullable Duration retryAfter) {
        observers.forEach(each -> each.rateLimited(operation, retryAfter));
    }

    @Override
    public void bulkItemTerminated(String operation, BulkOutcomeKind kind) {
        observers.forEach(each -> each.bulkItemTerminated(operation, kind));
    }

    private record Operation(List<OperationObserver> observers) implements OperationObserver {
        @Override
        public Context enter(Context context) {
            Context entered = context;
            for (OperationObserver each : observers) {
                entered = each.enter(entered);
            }
            return entered;
        }

        @Override
        public void permitAcquired(Duration waited) {
            observers.forEach(each -> each.permitAcquired(waited));
        }

        @Override
        public AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView context) {
            return new Attempt(observers.stream()
                    .map(each -> each.attemptStarted(cause, context))
                    .toList());
        }

        @Override
        public void terminated(CallOutcome outcome, @Nullable Throwable error) {
            observers.forEach(each -> each.terminated(outcome, error));
        }
    }

    private record Attempt(List<AttemptObserver> observers) implements AttemptObserver {
        @Override
        public Context enter(Context context) {
            Context entered = context;
            for (AttemptObserver each : observers) {
                entered = each.enter(entered);
            }
            return entered;
        }

        @Override
        public Map<String, String> getHeaders() {
            Map<String, String> headers = new LinkedHashMap<>();
            observers.forEach(each -> headers.putAll(each.getHeaders()));
            return headers;
        }

        @Override
        public void terminated(CallOutcome outcome, @Nullable Throwable error) {
            observers.forEach(each -> each.terminated(outcome, error));
        }
    }
}
