package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.observation.ClientState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * The open clients of one name in one registry, and the gauges over them. A registry ignores a second gauge of the same
 * name and tags, so all observers of that name share this object. The gauges are registered while a client is open.
 */
final class OpenClients {
    private static final Map<MeterRegistry, Map<String, OpenClients>> BY_REGISTRY =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final String name;
    private final Set<ClientState> open = ConcurrentHashMap.newKeySet();
    private final List<Gauge> gauges = new ArrayList<>();

    private OpenClients(String name) {
        this.name = name;
    }

    static OpenClients of(MeterRegistry registry, String name) {
        return BY_REGISTRY
                .computeIfAbsent(registry, created -> new ConcurrentHashMap<>())
                .computeIfAbsent(name, OpenClients::new);
    }

    synchronized void add(ClientState state, MeterRegistry registry) {
        open.add(state);
        if (gauges.isEmpty()) {
            gauges.add(sum(registry, SailpatMeter.RATE_WAITING, ClientState::getWaitingForPermit));
            gauges.add(gauge(registry, SailpatMeter.RATE_PAUSE, OpenClients::longestPause));
            gauges.add(sum(registry, SailpatMeter.RETRY_BUDGET, ClientState::getRetryBudgetLeft));
            gauges.add(sum(registry, SailpatMeter.BULK_IN_FLIGHT, ClientState::getBulkInFlight));
        }
    }

    synchronized void remove(ClientState state, MeterRegistry registry) {
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

    private Gauge sum(MeterRegistry registry, SailpatMeter meter, ToIntFunction<ClientState> value) {
        return gauge(
                registry, meter, clients -> clients.stream().mapToInt(value).sum());
    }

    private Gauge gauge(MeterRegistry registry, SailpatMeter meter, ToDoubleFunction<Set<ClientState>> value) {
        return Gauge.builder(meter.getName(), open, value)
                .baseUnit(meter.getBaseUnit())
                .tag(SailpatMeter.MeterKey.CLIENT.asString(), name)
                .register(registry);
    }
}
