package io.github.sailpat.spring.boot.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class AuditTurnsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration SCHEDULE = Duration.ofHours(6);

    private final AtomicBoolean mine = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();
    private final BlockingQueue<Duration> leases = new LinkedBlockingQueue<>();

    private Flux<Long> turns(Duration schedule) {
        AuditLock lock = (client, time) -> Mono.fromSupplier(() -> {
            asked.incrementAndGet();
            leases.add(time);
            return mine.get();
        });
        return new AuditTurns("sailpat", lock, schedule).turns();
    }

    @Test
    void theFirstIsAtTheStartAndTheOthersFollowTheSchedule() {
        StepVerifier.withVirtualTime(() -> turns(SCHEDULE))
                .expectNextCount(1)
                .expectNoEvent(SCHEDULE)
                .expectNextCount(1)
                .expectNoEvent(SCHEDULE)
                .expectNextCount(1)
                .thenCancel()
                .verify(SOON);
        assertThat(leases).allMatch(Duration.ofMinutes(3)::equals);
    }

    @Test
    void aScheduleThatIsNoMultipleOfAMinuteIsKept() {
        Duration schedule = Duration.ofSeconds(90);
        StepVerifier.withVirtualTime(() -> turns(schedule))
                .expectNextCount(1)
                .expectNoEvent(schedule)
                .expectNextCount(1)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void aProcessTakesOverWithinAMinuteWhenItGetsTheLock() {
        mine.set(false);
        StepVerifier.withVirtualTime(() -> turns(SCHEDULE))
                .expectSubscription()
                .expectNoEvent(SCHEDULE.plusSeconds(30))
                .then(() -> mine.set(true))
                .expectNoEvent(Duration.ofSeconds(30))
                .expectNextCount(1)
                .expectNoEvent(SCHEDULE)
                .expectNextCount(1)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void theLockIsKeptWhileAnAuditTakesLong() {
        StepVerifier.withVirtualTime(() -> turns(Duration.ofMinutes(1)), 1)
                .expectNextCount(1)
                .thenAwait(Duration.ofMinutes(30))
                .then(() -> assertThat(asked.get()).isBetween(30, 32))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void aLockThatFailsIsNotHadAndIsAskedForAgain() {
        AuditLock lock = (client, time) -> Mono.fromSupplier(() -> {
            if (asked.incrementAndGet() < 3) {
                throw new IllegalStateException("gone");
            }
            return true;
        });
        StepVerifier.withVirtualTime(() -> new AuditTurns("sailpat", lock, SCHEDULE).turns())
                .expectSubscription()
                .expectNoEvent(Duration.ofMinutes(2))
                .expectNextCount(1)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void aLeaseIsNeverShort() {
        StepVerifier.withVirtualTime(() -> turns(Duration.ofMillis(100)))
                .expectNextCount(1)
                .thenAwait(Duration.ofMillis(200))
                .expectNextCount(2)
                .thenCancel()
                .verify(SOON);
        assertThat(leases).allMatch(Duration.ofSeconds(10)::equals);
    }
}
