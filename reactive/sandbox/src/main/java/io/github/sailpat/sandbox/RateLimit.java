package io.github.sailpat.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the calls in any window of time, for each pair of client id and API version. A call that is refused does not
 * count. Thread-safe.
 */
final class RateLimit {

    private final int permits;
    private final long windowNanos;
    private final Map<Key, Window> windows = new ConcurrentHashMap<>();

    private record Key(String clientId, Version version) {}

    /** No permits: no limit. */
    RateLimit(int permits, Duration window) {
        this.permits = permits;
        this.windowNanos = window.toNanos();
    }

    /**
     * Takes a permit.
     *
     * @throws ApiException (429) if there is none
     */
    void acquire(String clientId, Version version) {
        if (permits > 0) {
            windows.computeIfAbsent(new Key(clientId, version), key -> new Window())
                    .acquire(System.nanoTime());
        }
    }

    private final class Window {

        private final long[] arrivals = new long[permits]; // a ring: the next place is the oldest
        private int used;
        private int next;

        synchronized void acquire(long now) {
            if (used == permits) {
                long wait = arrivals[next] + windowNanos - now;
                if (wait > 0) {
                    throw ApiException.rateLimited(-Math.floorDiv(-wait, 1_000_000_000L));
                }
            } else {
                used++;
            }
            arrivals[next] = now;
            next = (next + 1) % permits;
        }
    }
}
