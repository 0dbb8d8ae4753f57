package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A replica takes over from a Redis that dies, by the decision of a Sentinel. */
@RequiresRedis
class SentinelTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void theLimitIsSharedAgainAfterAFailover() throws IOException {
        try (RedisProcess master = RedisProcess.start();
                RedisProcess replica =
                        RedisProcess.start("--replicaof", "127.0.0.1", Integer.toString(master.port()))) {
            RedisProcess.await(
                    "the replica",
                    SOON,
                    () -> replica.call(commands -> commands.info("replication")).contains("master_link_status:up"));
            Path settings = directory.resolve("sentinel.conf");
            Files.write(
                    settings,
                    List.of(
                            "sentinel monitor primary 127.0.0.1 " + master.port() + " 1",
                            "sentinel down-after-milliseconds primary 500",
                            "sentinel failover-timeout primary 3000"));
            try (RedisProcess sentinel = RedisProcess.startSentinel(settings)) {
                RedisProcess.await(
                        "that the Sentinel knows the replica",
                        SOON,
                        () -> sentinel.call(commands -> commands.info("sentinel"))
                                .contains("slaves=1"));
                RedisRateLimiter limiter = RedisRateLimiter.connect(
                                b -> b.uri("redis-sentinel://127.0.0.1:" + sentinel.port() + "#primary")
                                        .key("failover")
                                        .rate(40, Duration.ofSeconds(1)))
                        .block(SOON);
                call(limiter, 10);
                assertThat(limiter.getLocalGrants()).isZero();

                master.stop();
                RedisProcess.await("the local share", SOON, () -> !limiter.isShared());
                call(limiter, 10);
                RedisProcess.await("the replica", SOON, limiter::isShared);
                call(limiter, 10);
                assertThat(replica.<Long>call(commands -> commands.exists("failover")))
                        .isOne();
                assertThat(replica.call(RedisCommands::role).get(0)).isEqualTo("master");
                limiter.closeLater().block(SOON);
            }
        }
    }

    private static void call(RedisRateLimiter limiter, int calls) {
        Flux.range(0, calls).flatMap(i -> limiter.limit(Mono.just(i)), calls).blockLast(SOON);
    }
}
