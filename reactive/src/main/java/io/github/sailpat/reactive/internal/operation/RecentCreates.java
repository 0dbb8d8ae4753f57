package io.github.sailpat.reactive.internal.operation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of the creates in flight of one client, and the ids of the tokens whose create responses it has received. A
 * token with such an id is not the one that an ambiguous create of the same name is looking for. Thread-safe.
 */
public final class RecentCreates {
    /** Far more than the tokens that are created within one deadline, which are those that a lookup can confuse. */
    private static final int MAX_RECEIVED = 10_000;

    private final Map<String, Integer> inFlight = new LinkedHashMap<>();
    private final Set<String> receivedIds = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_RECEIVED;
        }
    });

    public synchronized void addInFlight(String name) {
        inFlight.merge(name, 1, Integer::sum);
    }

    public synchronized void removeInFlight(String name) {
        inFlight.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Whether no other create is in flight. */
    public synchronized boolean isOneInFlight() {
        return inFlight.values().stream().mapToInt(Integer::intValue).limit(2).sum() == 1;
    }

    public synchronized void addReceived(String id) {
        receivedIds.add(id);
    }

    /** Whether more than one create of this name is in flight, so that a token of the name may be of another one. */
    public synchronized boolean isInFlightTwice(String name) {
        return inFlight.getOrDefault(name, 0) > 1;
    }

    public synchronized boolean isReceived(@Nullable String id) {
        return id != null && receivedIds.contains(id);
    }
}
