package io.github.sailpat.spring.boot.audit;

import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Lets one of several processes run the audits. With {@code sailpat.shared-limit.uri} it is a lease on Redis. Without a
 * bean of this type each process runs its own.
 */
@FunctionalInterface
public interface AuditLock {
    /**
     * Tries to be the process that runs the audits of a client. The one that is asks again before its time ends, and
     * then must get it again, so that the audits stay where their results are.
     *
     * @param clientName the client whose tenant is audited
     * @param time how long no other process may get it, from now on
     * @return {@code true} if this process is the one. An error is logged, and counts as {@code false}
     */
    Mono<Boolean> tryAcquire(String clientName, Duration time);
}
