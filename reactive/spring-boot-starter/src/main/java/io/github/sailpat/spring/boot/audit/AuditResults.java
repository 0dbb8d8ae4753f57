package io.github.sailpat.spring.boot.audit;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The result of the last audit of each client. May be read by any thread. */
public class AuditResults {
    private final Map<String, TokenCounts> last = new ConcurrentHashMap<>();

    /** Without results. */
    AuditResults() {}

    void put(String clientName, TokenCounts counts) {
        last.put(clientName, counts);
    }

    /**
     * The result of the last audit of a client that has succeeded.
     *
     * @param clientName the client
     * @return the result, or {@code null} before the first
     */
    public @Nullable TokenCounts find(String clientName) {
        return last.get(clientName);
    }

    /**
     * The results of all clients.
     *
     * @return by the name of the client
     */
    public Map<String, TokenCounts> all() {
        return Collections.unmodifiableMap(new TreeMap<>(last));
    }
}
