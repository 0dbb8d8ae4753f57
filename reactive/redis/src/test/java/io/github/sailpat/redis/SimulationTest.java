package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

/** At most the permitted number of requests in any window, whatever the processes do. */
@RequiresRedis
class SimulationTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final long seed = new Random().nextLong();

    private long now() {
        return 1_800_000_000_000L + clock.now(TimeUnit.MILLISECONDS);
    }

    private int mostOf(int requests, SharedRate rate, PermitStore redis) {
        Simulation simulation = new Simulation(rate, redis, clock, new Random(seed));
        simulation.run(requests);
        return simulation.mostInAnyWindow(WINDOW);
    }

    @RepeatedTest(10)
    void noWindowHasMoreThanThePermittedRequests() {
        SharedRate rate = SharedRate.of(100, WINDOW);
        assertThat(mostOf(Soak.size(3_000, 100_000), rate, new PermitModel(rate, this::now)))
                .as("seed " + seed)
                .isBetween(80, 100);
    }

    @Test
    void noWindowHasMoreByTheScriptItself() {
        SharedRate rate = SharedRate.of(100, WINDOW);
        try (RedisProcess redis = RedisProcess.start()) {
            RedisClient client = RedisClient.create(redis.uri());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                assertThat(mostOf(
                                Soak.size(3_000, 50_000),
                                rate,
                                new RedisWithClock(connection, rate, "simulation", this::now)))
                        .as("seed " + seed)
                        .isBetween(80, 100);
            } finally {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        }
    }
}
