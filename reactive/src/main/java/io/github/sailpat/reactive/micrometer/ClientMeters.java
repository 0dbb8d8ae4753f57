package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.micrometer.SailpatMeter.MeterKey;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import io.github.sailpat.reactive.observation.ClientState;
import io.github.sailpat.reactive.observation.RetryCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of {@link SailpatMeter}. The gauges are registered while a client is open. They are sums over all open
 * clients, except the pause, which is the longest of them.
 */
final class ClientMeters {
    private static final String CLIENT = MeterKey.CLIENT.asString();
    private static final String OPERATION = MeterKey.OPERATION.asString();
    private static final String OUTCOME = MeterKey.OUTCOME.asString();
    private static final String CAUSE = MeterKey.CAUSE.asString();
    private static final String EXCEPTION = MeterKey.EXCEPTION.asString();

    private final MeterRegistry registry;
    private final String client;
    private final Meter.MeterProvider<Timer> waits;
    private final Meter.MeterProvider<Counter> retries;
    private final Meter.MeterProvider<Counter> accessTokenFetches;
    private final Meter.MeterProvider<Counter> bulkItems;
    private final Set<ClientState> open = ConcurrentHashMap.newKeySet();
    private final List<Gauge> gauges = new ArrayList<>();

    ClientMeters(MeterRegistry registry, String client) {
        this.registry = registry;
        this.client = client;
        waits = Timer.builder(SailpatMeter.RATE_WAIT.getName())
                .tag(CLIENT, client)
                .withRegistry(registry);
        retries = counters(SailpatMeter.RETRIES);
        accessTokenFetches = counters(SailpatMeter.ACCESS_TOKEN_FETCHES);
        bulkItems = counters(SailpatMeter.BULK_ITEMS);
    }

    private Meter.MeterProvider<Counter> counters(SailpatMeter meter) {
        return Counter.builder(meter.getName())
                .baseUnit(meter.getBaseUnit())
                .tag(CLIENT, client)
                .withRegistry(registry);
    }

    synchronized void opened(ClientState state) {
        open.add(state);
        if (gauges.isEmpty()) {
            gauges.add(gauge(SailpatMeter.RATE_WAITING, ClientState::getWaitingForPermit));
            gauges.add(gaugeOfAll(SailpatMeter.RATE_PAUSE, ClientMeters::longestPause));
            gauges.add(gauge(SailpatMeter.RETRY_BUDGET, ClientState::getRetryBudgetLeft));
            gauges.add(gauge(SailpatMeter.BULK_IN_FLIGHT, ClientState::getBulkInFlight));
        }
    }

    synchronized void closed(ClientState state) {
        open.remove(state);
        if (open.isEmpty()) {
            gauges.forEach(registry::remove);
            gauges.clear();
        }
    }

    private static double longestPause(Set<ClientState> clients) {
        return clients.stream()
                        .mapToLong(client -> client.getRemainingPause().toMillis())
                        .max()
                        .orElse(0)
                / 1e3;
    }

    private Gauge gauge(SailpatMeter meter, ToIntFunction<ClientState> value) {
        return gaugeOfAll(meter, clients -> clients.stream().mapToInt(value).sum());
    }

    private Gauge gaugeOfAll(SailpatMeter meter, ToDoubleFunction<Set<ClientState>> value) {
        return Gauge.builder(meter.getName(), open, value)
                .baseUnit(meter.getBaseUnit())
                .tag(CLIENT, client)
                .register(registry);
    }

    void waited(String operation, Duration time) {
        waits.withTag(OPERATION, operation).record(time);
    }

    void retried(String operation, RetryCause cause) {
        retries.withTags(OPERATION, operation, CAUSE, KeyText.lower(cause)).increment();
    }

    void accessTokenFetched(@Nullable Throwable error) {
        accessTokenFetches
                .withTags(OUTCOME, error == null ? "success" : "error", EXCEPTION, KeyText.exception(error))
                .increment();
    }

    void bulkItem(String operation, BulkOutcomeKind kind) {
        bulkItems.withTags(OPERATION, operation, OUTCOME, KeyText.lower(kind)).increment();
    }
}
