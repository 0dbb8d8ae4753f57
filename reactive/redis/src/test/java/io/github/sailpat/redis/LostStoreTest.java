package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A store that fails: each process uses its share, and the sum stays below the limit. */
class LostStoreTest extends VirtualProcesses {
    @Test
    void withoutAReplyAProcessUsesItsShareWithinASecond() {
        process("b");
        process("c");
        advance(Duration.ofSeconds(3));
        failure = Failure.HANGING;
        calls(first, 1_000, 64, starts);
        advance(Duration.ofSeconds(1));
        assertThat(starts).hasSize(33);
        assertThat(first.isConnected()).isFalse();
        advance(Duration.ofSeconds(30));
        assertThat(starts.size()).isBetween(99, 132);
        assertThat(first.localGrants()).isEqualTo(starts.size());
    }

    @Test
    void permitsOfALateReplyAreNotUsed() {
        process("b");
        advance(Duration.ofSeconds(3));
        failure = Failure.LATE;
        calls(first, 100, 100, starts);
        advance(Duration.ofSeconds(3));
        assertThat(starts).hasSize(50);
        assertThat(first.localGrants()).isEqualTo(50);
    }

    @Test
    void aLossIsLoggedOnceAtWarnHoweverLongItTakes() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.sailpat.redis");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
        try {
            failure = Failure.ERROR;
            calls(first, 1_000, 64, starts);
            advance(Duration.ofMinutes(2));
            assertThat(log.list)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN))
                    .satisfies(line -> assertThat(line.getFormattedMessage()).contains("READONLY", "100 of 100"));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void anErrorSwitchesAtOnce() {
        process("b");
        advance(Duration.ofSeconds(3));
        failure = Failure.ERROR;
        calls(first, 1_000, 64, starts);
        advance(Duration.ofMillis(1));
        assertThat(starts).hasSize(50);
    }

    @Test
    void whatRedisHasGrantedCountsForTheLocalShare() {
        process("b");
        advance(Duration.ofSeconds(3));
        calls(first, 100, 64, starts);
        advance(Duration.ofSeconds(1));
        assertThat(starts).hasSize(100);
        failure = Failure.ERROR;
        calls(first, 100, 64, starts);
        advance(Duration.ofSeconds(8));
        assertThat(starts).hasSize(100);
        advance(Duration.ofSeconds(2));
        assertThat(starts).hasSize(150);
    }

    @Test
    void thereIsNoBurstWhenRedisIsBack() {
        List<SharedRateLimiter> processes = List.of(first, process("b"), process("c"));
        processes.forEach(limiter -> calls(limiter, 100_000, 64, starts));
        advance(Duration.ofSeconds(25));
        failure = Failure.ERROR;
        advance(Duration.ofSeconds(25));
        redis.flush();
        starts.clear();
        advance(Duration.ofSeconds(5));
        failure = Failure.NONE;
        advance(Duration.ofSeconds(60));
        assertThat(processes).allMatch(SharedRateLimiter::isConnected);
        assertThat(mostInAnyWindow(starts)).isLessThanOrEqualTo(100);
        assertThat(starts.size()).isGreaterThan(550);
    }

    @Test
    void thereIsNoBurstWhenTheKeyIsDeleted() {
        List<SharedRateLimiter> processes = List.of(first, process("b"), process("c"));
        processes.forEach(limiter -> calls(limiter, 100_000, 64, starts));
        advance(Duration.ofSeconds(25));
        for (int i = 0; i < 5; i++) {
            redis.flush();
            advance(Duration.ofMillis(17_300));
        }
        assertThat(mostInAnyWindow(starts)).isLessThanOrEqualTo(100);
        assertThat(starts.size()).isGreaterThan(900);
    }

    @Test
    void aPauseIsSharedWhenRedisIsBack() {
        SharedRateLimiter second = process("b");
        failure = Failure.ERROR;
        advance(Duration.ofSeconds(2));
        first.pause(Duration.ofSeconds(30));
        advance(Duration.ofSeconds(5));
        assertThat(second.getRemainingPause()).isZero();
        failure = Failure.NONE;
        advance(Duration.ofSeconds(4));
        assertThat(second.getRemainingPause()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
    }

    @Test
    void moreProcessesThanPermitsStayBelowTheLimitWithoutRedis() {
        SharedRate rate = SharedRate.of(4, Duration.ofSeconds(10));
        LocalShare share = new LocalShare(rate, 0);
        assertThat(share.available(0, 10)).isEqualTo(1);
        share.take();
        share.release(0);
        assertThat(Duration.ofNanos(share.nextGrantAt(0, 10, 0)))
                .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(26));
    }

    @Test
    void aProcessDoesNotTakeByItselfWhatOthersHave() {
        SharedRateLimiter second = process("b");
        calls(second, 70, 70, starts);
        advance(Duration.ofSeconds(1));
        calls(first, 30, 30, starts);
        advance(Duration.ofSeconds(3)); // Now all are used: 70 by one, and 30, less than its share, by the other.
        failure = Failure.ERROR;
        calls(first, 100, 100, starts);
        advance(Duration.ofSeconds(5));
        assertThat(first.isConnected()).isFalse();
        assertThat(starts).hasSize(100);
        advance(Duration.ofSeconds(4));
        assertThat(starts.size()).isBetween(130, 150);
        assertThat(mostInAnyWindow(starts)).isLessThanOrEqualTo(100);
    }

    @Test
    void aProcessTakesByItselfItsPartOfWhatIsFree() {
        process("b");
        advance(Duration.ofSeconds(3));
        calls(first, 20, 20, starts);
        advance(Duration.ofSeconds(3)); // 80 are free.
        failure = Failure.ERROR;
        calls(first, 100, 100, starts);
        advance(Duration.ofSeconds(1));
        assertThat(starts).hasSize(50);
    }

    @Test
    void aLostConnectionIsNoticedWithoutARequest() {
        advance(Duration.ofMillis(100));
        failure = Failure.ERROR;
        first.disconnected();
        advance(Duration.ofMillis(20));
        assertThat(first.isConnected()).isFalse();
    }

    @Test
    void manySourcesThatCompleteAtOnceNeedNoStack() {
        SharedRate rate = SharedRate.of(20_000, Duration.ofSeconds(10));
        SharedRateLimiter limiter =
                new SharedRateLimiter(rate, "many", store, clock, () -> clock.now(TimeUnit.NANOSECONDS));
        failure = Failure.ERROR;
        limiter.disconnected();
        List<Integer> done = new ArrayList<>();
        Flux.range(0, 10_000).concatMap(i -> limiter.limit(Mono.just(i))).subscribe(done::add);
        advance(Duration.ofSeconds(1));
        assertThat(done).hasSize(10_000);
    }
}
