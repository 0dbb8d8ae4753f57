package io.github.sailpat.spring.boot.audit;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * When this process audits one client: when it gets the lock, and then once in each schedule as long as it has it. It
 * asks for the lock more often, at least once a minute, also while an audit runs: so another process takes over soon
 * when this one is gone.
 */
final class AuditTurns {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTurns.class);
    private static final Duration LONGEST_BEAT = Duration.ofMinutes(1);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private final String clientName;
    private final AuditLock lock;
    private final long beatsOfSchedule;
    private final Duration beat;
    private final Duration lease;
    private long last = Long.MIN_VALUE;

    AuditTurns(String clientName, AuditLock lock, Duration schedule) {
        this.clientName = clientName;
        this.lock = lock;
        this.beatsOfSchedule = (schedule.toNanos() - 1) / LONGEST_BEAT.toNanos() + 1;
        this.beat = schedule.dividedBy(beatsOfSchedule);
        Duration three = beat.multipliedBy(3);
        this.lease = three.compareTo(SHORTEST_LEASE) > 0 ? three : SHORTEST_LEASE;
    }

    /** The turns, without those that come while an audit runs. To be subscribed to once. Never an error. */
    Flux<Long> turns() {
        return Flux.interval(Duration.ZERO, beat)
                .onBackpressureDrop()
                .concatMap(number -> acquire().filter(Boolean::booleanValue).map(mine -> number), 0)
                .filter(this::isDue)
                .onBackpressureDrop();
    }

    private boolean isDue(long number) {
        if (last != Long.MIN_VALUE && number - last < beatsOfSchedule) {
            return false;
        }
        last = number;
        return true;
    }

    private Mono<Boolean> acquire() {
        return Mono.defer(() -> lock.tryAcquire(clientName, lease))
                .timeout(LOCK_TIMEOUT)
                .onErrorResume(error -> {
                    LOG.warn("The lock of the audit of the client {} has failed: {}", clientName, error.toString());
                    return Mono.just(false);
                });
    }
}
