package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.observation.AttemptObserver;
import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.github.sailpat.reactive.observation.RetryCause;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** The observation of one operation. */
final class MicrometerOperation implements OperationObserver {
    /** Where Micrometer and Reactor keep the current observation: {@code ObservationThreadLocalAccessor.KEY}. */
    static final String KEY = "micrometer.observation";

    private final MicrometerObserver observer;
    private final ObservedCall call;
    private final OperationContext context;
    private final Observation observation;

    MicrometerOperation(MicrometerObserver observer, ObservedCall call, ContextView subscriber) {
        this.observer = observer;
        this.call = call;
        context = new OperationContext(call, observer.clientName());
        observation = SailpatObservation.OPERATION.observation(
                observer.operationConvention(),
                new DefaultOperationConvention(),
                () -> context,
                observer.observations());
        start(observation, subscriber);
    }

    /**
     * Starts an observation within the one of the Context. A tracer takes the current span of the thread for the
     * parent, if there is one, so that is the parent's for the moment.
     */
    private static void start(Observation observation, ContextView context) {
        Observation parent = context.getOrDefault(KEY, null);
        if (parent == null) {
            observation.start();
            return;
        }
        observation.parentObservation(parent);
        try (Observation.Scope current = parent.openScope()) {
            observation.start();
        }
    }

    /** An observation that is disabled leaves the parent in the Context. */
    private static Context enter(Observation observation, Context context) {
        return observation.isNoop() ? context : context.put(KEY, observation);
    }

    private static void stop(Observation observation, @Nullable Throwable error) {
        if (error != null) {
            observation.error(error);
        }
        observation.stop();
    }

    @Override
    public Context enter(Context subscriber) {
        return enter(observation, subscriber);
    }

    @Override
    public void permitAcquired(Duration waited) {
        observer.meters().waited(call.getOperation(), waited);
    }

    @Override
    public AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView operation) {
        if (cause != null) {
            observer.meters().retried(call.getOperation(), cause);
        }
        return new Attempt(operation);
    }

    @Override
    public void terminated(CallOutcome outcome, @Nullable Throwable error) {
        context.terminate(outcome);
        stop(observation, error);
    }

    private final class Attempt implements AttemptObserver {
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final AttemptContext context;
        private final Observation observation;

        Attempt(ContextView operation) {
            ObservationRegistry registry = observer.observations();
            context = new AttemptContext(call, observer.clientName(), headers);
            observation = SailpatObservation.ATTEMPT.observation(
                    observer.attemptConvention(), new DefaultAttemptConvention(), () -> context, registry);
            start(observation, operation);
        }

        @Override
        public Context enter(Context operation) {
            return MicrometerOperation.enter(observation, operation);
        }

        @Override
        public Map<String, String> getHeaders() {
            return headers;
        }

        @Override
        public void terminated(CallOutcome outcome, @Nullable Throwable error) {
            context.terminate(outcome);
            stop(observation, error);
        }
    }
}
