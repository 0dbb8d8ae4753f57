package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.micrometer.SailpatMeter.MeterKey;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import io.github.sailpat.reactive.observation.ClientState;
import io.github.sailpat.reactive.observation.RetryCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The meters of {@link SailpatMeter}. The gauges are sums over all open clients of the same name, except the pause,
 * which is the longest of them.
 */
final class ClientMeters {
    private static final String CLIENT = MeterKey.CLIENT.asString();
    private static final String OPERATION = MeterKey.OPERATION.asString();
    private static final String OUTCOME = MeterKey.OUTCOME.asString();
    private static final String CAUSE = MeterKey.CAUSE.asString();
    private static final String ERROR_TYPE = MeterKey.ERROR_TYPE.asString();

    private final MeterRegistry registry;
    private final String client;
    private final Meter.MeterProvider<Timer> waits;
    private final Meter.MeterProvider<Counter> retries;
    private final Meter.MeterProvider<Counter> accessTokenFetches;
    private final Meter.MeterProvider<Counter> bulkItems;
    private final OpenClients openClients;

    ClientMeters(MeterRegistry registry, String client) {
        this.registry = registry;
        this.client = client;
        waits = Timer.builder(SailpatMeter.RATE_WAIT.getName())
                .tag(CLIENT, client)
                .withRegistry(registry);
        retries = counters(SailpatMeter.RETRIES);
        accessTokenFetches = counters(SailpatMeter.ACCESS_TOKEN_FETCHES);
        bulkItems = counters(SailpatMeter.BULK_ITEMS);
        openClients = OpenClients.of(registry, client);
    }

    private Meter.MeterProvider<Counter> counters(SailpatMeter meter) {
        return Counter.builder(meter.getName())
                .baseUnit(meter.getBaseUnit())
                .tag(CLIENT, client)
                .withRegistry(registry);
    }

    void opened(ClientState state) {
        openClients.add(state, registry);
    }

    void closed(ClientState state) {
        openClients.remove(state, registry);
    }

    void waited(String operation, Duration time) {
        waits.withTag(OPERATION, operation).record(time);
    }

    void retried(String operation, RetryCause cause) {
        retries.withTags(OPERATION, operation, CAUSE, KeyText.lower(cause)).increment();
    }

    void accessTokenFetched(@Nullable Throwable error) {
        accessTokenFetches
                .withTags(OUTCOME, error == null ? "success" : "error", ERROR_TYPE, KeyText.exception(error))
                .increment();
    }

    void bulkItem(String operation, BulkOutcomeKind kind) {
        bulkItems.withTags(OPERATION, operation, OUTCOME, KeyText.lower(kind)).increment();
    }
}
