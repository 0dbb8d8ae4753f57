package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ClientState;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Observations and metrics by Micrometer. The names and keys are those of {@link SailpatObservation} and
 * {@link SailpatMeter}; they are listed in the package documentation.
 *
 * <pre>{@code
 * SailPointClient client = SailPointClient.create(b -> b
 *         .environment(settings)
 *         .observer(MicrometerObserver.create(observationRegistry, meterRegistry)));
 * }</pre>
 *
 * <p>Immutable: each {@code with…} method returns another observer. Clients of the same name
 * are counted together, with one observer or with several; to count them separately, give each its own name.
 */
public final class MicrometerObserver implements ClientObserver {
    private final ObservationRegistry observations;
    private final MeterRegistry registry;
    private final String clientName;
    private final @Nullable OperationConvention operationConvention;
    private final @Nullable AttemptConvention attemptConvention;
    private final ClientMeters meters;

    private MicrometerObserver(
            ObservationRegistry observations,
            MeterRegistry registry,
            String clientName,
            @Nullable OperationConvention operationConvention,
            @Nullable AttemptConvention attemptConvention) {
        this.observations = observations;
        this.registry = registry;
        this.clientName = clientName;
        this.operationConvention = operationConvention;
        this.attemptConvention = attemptConvention;
        this.meters = new ClientMeters(registry, clientName);
    }

    /**
     * Creates an observer for a client named {@code sailpat}.
     *
     * @param observations receives an observation of each operation and of each attempt;
     *     {@link ObservationRegistry#NOOP} for none
     * @param meters receives the other meters
     * @return an observer
     */
    public static MicrometerObserver create(ObservationRegistry observations, MeterRegistry meters) {
        return new MicrometerObserver(observations, meters, "sailpat", null, null);
    }

    /**
     * With another name of the client.
     *
     * @param name the value of the key {@code client}
     * @return an observer
     */
    public MicrometerObserver withClientName(String name) {
        return new MicrometerObserver(observations, registry, name, operationConvention, attemptConvention);
    }

    /**
     * With other names for operations. Without this, a global convention of the observation registry is used, and
     * without one {@link DefaultOperationConvention}.
     *
     * @param convention the convention
     * @return an observer
     */
    public MicrometerObserver withOperationConvention(OperationConvention convention) {
        return new MicrometerObserver(observations, registry, clientName, convention, attemptConvention);
    }

    /**
     * With other names for attempts. Without this, a global convention of the observation registry is used, and without
     * one {@link DefaultAttemptConvention}.
     *
     * @param convention the convention
     * @return an observer
     */
    public MicrometerObserver withAttemptConvention(AttemptConvention convention) {
        return new MicrometerObserver(observations, registry, clientName, operationConvention, convention);
    }

    @Override
    public void clientOpened(ClientState client) {
        meters.opened(client);
    }

    @Override
    public void clientClosed(ClientState client) {
        meters.closed(client);
    }

    @Override
    public OperationObserver operationStarted(ObservedCall call, ContextView context) {
        return new MicrometerOperation(this, call, context);
    }

    @Override
    public void accessTokenFetched(@Nullable Throwable error) {
        meters.accessTokenFetched(error);
    }

    @Override
    public void bulkItemTerminated(String operation, BulkOutcomeKind kind) {
        meters.bulkItem(operation, kind);
    }

    ObservationRegistry observations() {
        return observations;
    }

    ClientMeters meters() {
        return meters;
    }

    String clientName() {
        return clientName;
    }

    @Nullable
    OperationConvention operationConvention() {
        return operationConvention;
    }

    @Nullable
    AttemptConvention attemptConvention() {
        return attemptConvention;
    }

    @Override
    public String toString() {
        return "MicrometerObserver[" + clientName + ']';
    }
}
