package io.github.sailpat.spring.boot.audit;

import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Lets one of several processes run an audit. Without a bean of this type each process runs its own. Where the rate
 * limit is shared, implement it in the same store.
 */
@FunctionalInterface
public interface AuditLock {
    /**
     * Tries to get the right to the next audit.
     *
     * @param clientName the client whose tenant is audited
     * @param time how long no other process may get it: nine tenths of the time between two audits
     * @return {@code true} if this process runs it. An error skips this audit
     */
    Mono<Boolean> tryAcquire(String clientName, Duration time);
}
