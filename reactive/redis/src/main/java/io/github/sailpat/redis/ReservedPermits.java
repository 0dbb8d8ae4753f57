package io.github.sailpat.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The permits that the store has granted ahead, by the times from which on they are valid. Not thread-safe. */
final class ReservedPermits {
    /** A permit that is later than this was not used in time: the process was stopped meanwhile. */
    private static final long LATEST_USE = Duration.ofSeconds(1).toNanos();

    private final List<Long> validFrom = new ArrayList<>();

    int size() {
        return validFrom.size();
    }

    void add(long now, List<Long> delaysMillis) {
        delaysMillis.forEach(delay -> validFrom.add(now + delay * 1_000_000));
        validFrom.sort(null);
    }

    /** Takes a permit that is valid now, if there is one. */
    boolean take(long now) {
        while (!validFrom.isEmpty() && validFrom.get(0) <= now) {
            if (now - validFrom.remove(0) < LATEST_USE) {
                return true;
            }
        }
        return false;
    }

    /** Drops what nobody waits for any more: the next report returns it. */
    void keep(int most) {
        if (validFrom.size() > most) {
            validFrom.subList(most, validFrom.size()).clear();
        }
    }

    void clear() {
        validFrom.clear();
    }

    /** The time at which the next permit is valid, or {@code MAX_VALUE}. */
    long nextAt() {
        return validFrom.isEmpty() ? Long.MAX_VALUE : validFrom.get(0);
    }
}
