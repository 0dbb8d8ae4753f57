package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** One of three processes has a lease, on a real Redis. */
@RequiresRedis
class LeaseTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final RedisProcess redis = RedisProcess.start();
    private final List<RedisRateLimiter> processes =
            Stream.generate(this::connect).limit(3).toList();

    @AfterEach
    void close() {
        processes.forEach(limiter -> limiter.closeLater().block(SOON));
        redis.close();
    }

    private RedisRateLimiter connect() {
        return RedisRateLimiter.connect(b -> b.uri(redis.uri()).key("limit")).block(SOON);
    }

    private boolean acquires(int process, Duration duration) {
        return Boolean.TRUE.equals(
                processes.get(process).acquireLease("audit", duration).block(SOON));
    }

    @Test
    void oneOfThreeHasItAndKeepsItByAskingAgain() {
        assertThat(acquires(1, LONG)).isTrue();
        assertThat(acquires(0, LONG)).isFalse();
        assertThat(acquires(2, LONG)).isFalse();
        assertThat(acquires(1, LONG.plus(LONG))).isTrue();
        assertThat(redis.<Long>call(commands -> commands.pttl("limit:audit"))).isGreaterThan(LONG.toMillis());
    }

    @Test
    void anotherOneTakesOverWhenTheHolderNoLongerAsks() {
        assertThat(acquires(0, SHORT)).isTrue();
        RedisProcess.await("the second takes over", () -> acquires(1, LONG));
        assertThat(acquires(0, SHORT)).isFalse();
        assertThat(acquires(2, SHORT)).isFalse();
    }

    @Test
    void leasesOfDifferentTasksAreIndependent() {
        assertThat(acquires(0, LONG)).isTrue();
        assertThat(processes.get(1).acquireLease("report", LONG).block(SOON)).isTrue();
    }

    @Test
    void aRedisThatIsGoneIsAnErrorAndTheLeaseIsNotHad() {
        redis.stop();
        RedisProcess.await("the loss", () -> !processes.get(0).isShared());
        long start = System.nanoTime();
        StepVerifier.create(processes.get(0).acquireLease("audit", LONG))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(RedisRateLimiterException.class)
                        .hasMessageContaining("limit:audit"))
                .verify(SOON);
        // What Lettuce keeps until it is connected again would end by the timeout of five seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        redis.launch();
    }

    @Test
    void aKeyOfAnotherTypeIsAnError() {
        redis.call((RedisCommands<String, String> commands) -> commands.hset("limit:audit", "a", "b"));
        Mono<Boolean> lease = processes.get(0).acquireLease("audit", LONG);
        StepVerifier.create(lease)
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("WRONGTYPE"))
                .verify(SOON);
    }
}
