package io.github.sailpat.reactive.internal.operation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client itself has to do with a name: a token that it has created lately, or is about to create, is not the one
 * that an interrupted create of the same name is looking for. Thread-safe.
 */
public final class RecentCreates {
    /** Those that a look at the tenant's list could take for a new one were created within a deadline: far fewer. */
    private static final int MAX_DELIVERED = 10_000;

    private final Map<String, Integer> underWay = new LinkedHashMap<>();
    private final Set<String> delivered = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_DELIVERED;
        }
    });

    public synchronized void begin(String name) {
        underWay.merge(name, 1, Integer::sum);
    }

    public synchronized void end(String name) {
        underWay.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
    }

    public synchronized void delivered(String id) {
        delivered.add(id);
    }

    /** Whether a create of another caller is under way with this name, besides the one that asks. */
    public synchronized boolean isWantedByOthers(String name) {
        return underWay.getOrDefault(name, 0) > 1;
    }

    public synchronized boolean isDelivered(@Nullable String id) {
        return id != null && delivered.contains(id);
    }
}
