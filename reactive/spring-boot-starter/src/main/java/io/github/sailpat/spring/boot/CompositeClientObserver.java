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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Several observers of one client, which are called one after another. */
final class CompositeClientObserver implements ClientObserver {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.observation");

    private final List<ClientObserver> observers;

    CompositeClientObserver(List<ClientObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public void clientOpened(ClientState client) {
        notifyEach(observers, each -> each.clientOpened(client));
    }

    @Override
    public void clientClosed(ClientState client) {
        notifyEach(observers, each -> each.clientClosed(client));
    }

    @Override
    public OperationObserver operationStarted(ObservedCall call, ContextView context) {
        return new Operation(ask(observers, each -> each.operationStarted(call, context)));
    }

    @Override
    public void accessTokenFetched(@Nullable Throwable error) {
        notifyEach(observers, each -> each.accessTokenFetched(error));
    }

    @Override
    public void rateLimited(String operation, @Nullable Duration retryAfter) {
        notifyEach(observers, each -> each.rateLimited(operation, retryAfter));
    }

    @Override
    public void bulkItemTerminated(String operation, BulkOutcomeKind kind) {
        notifyEach(observers, each -> each.bulkItemTerminated(operation, kind));
    }

    private static <O> void notifyEach(List<O> observers, Consumer<O> event) {
        ask(observers, each -> {
            event.accept(each);
            return each;
        });
    }

    private static <O> Context enterEach(List<O> observers, Context context, BiFunction<O, Context, Context> enter) {
        Context[] entered = {context};
        notifyEach(observers, each -> entered[0] = enter.apply(each, entered[0]));
        return entered[0];
    }

    /** What each of them returns. One that throws does not keep the others from what they observe. */
    private static <O, R> List<R> ask(List<O> observers, Function<O, R> question) {
        List<R> answers = new ArrayList<>(observers.size());
        for (O each : observers) {
            try {
                answers.add(question.apply(each));
            } catch (Throwable e) { // of the application
                LOG.warn("The observer {} threw an exception, and the others continue: {}", each, e.toString());
                LOG.debug("The stack trace of the exception that the observer threw", e);
            }
        }
        return answers;
    }

    private record Operation(List<OperationObserver> observers) implements OperationObserver {
        @Override
        public Context enter(Context context) {
            return enterEach(observers, context, OperationObserver::enter);
        }

        @Override
        public void permitAcquired(Duration waited) {
            notifyEach(observers, each -> each.permitAcquired(waited));
        }

        @Override
        public AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView context) {
            return new Attempt(ask(observers, each -> each.attemptStarted(cause, context)));
        }

        @Override
        public void terminated(CallOutcome outcome, @Nullable Throwable error) {
            notifyEach(observers, each -> each.terminated(outcome, error));
        }
    }

    private record Attempt(List<AttemptObserver> observers) implements AttemptObserver {
        @Override
        public Context enter(Context context) {
            return enterEach(observers, context, AttemptObserver::enter);
        }

        @Override
        public Map<String, String> getHeaders() {
            Map<String, String> headers = new LinkedHashMap<>();
            notifyEach(observers, each -> headers.putAll(each.getHeaders()));
            return headers;
        }

        @Override
        public void terminated(CallOutcome outcome, @Nullable Throwable error) {
            notifyEach(observers, each -> each.terminated(outcome, error));
        }
    }
}
