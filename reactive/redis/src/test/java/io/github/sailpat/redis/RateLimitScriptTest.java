package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The script on a real Redis, against the model in Java: so what the model shows in virtual time holds for the script. */
@RequiresRedis
class RateLimitScriptTest {
    private static RedisProcess redis;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;

    private long now = 1_800_000_000_000L;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        client = RedisClient.create(redis.uri());
        connection = client.connect();
    }

    @AfterAll
    static void stop() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        redis.close();
    }

    @RepeatedTest(5)
    void repliesLikeTheModel() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int permits = 1 + random.nextInt(30);
        SharedRate rate = SharedRate.of(permits, Duration.ofMillis(2_000 + random.nextInt(1_000)));
        PermitModel model = new PermitModel(rate, () -> now);
        String key = "model:" + seed;
        RedisWithClock script = new RedisWithClock(connection, rate, key, () -> now);
        long[] numbers = new long[4];
        int granted = 0;
        for (int i = 0; i < 600; i++) {
            now += random.nextInt(4) == 0 ? random.nextInt(1_000) : random.nextInt(3);
            int process = random.nextInt(4);
            long number = random.nextInt(20) == 0 ? numbers[process] : ++numbers[process];
            List<Long> ages = new ArrayList<>();
            IntStream.range(0, random.nextInt(permits)).forEach(j -> ages.add((long) random.nextInt(3_000)));
            PermitReport report = new PermitReport(
                    "p" + process,
                    number,
                    random.nextInt(permits / 3 + 1),
                    random.nextInt(permits + 1),
                    random.nextInt(100) == 0 ? 1 + random.nextInt(2_000) : 0,
                    random.nextInt(100) == 0,
                    ages);
            PermitReply expected = model.run(report);
            assertThat(script.run(report))
                    .as("seed %d, report %d: %s", seed, i, report)
                    .isEqualTo(expected);
            granted += expected.delays().size();
            if (random.nextInt(200) == 0) {
                model.flush();
                connection.sync().del(key);
            }
        }
        assertThat(granted).as("seed " + seed).isPositive();
    }

    @Test
    void aClockThatIsSetBackHoldsNothingUp() {
        SharedRate rate = SharedRate.of(10, Duration.ofSeconds(2));
        RedisWithClock script = new RedisWithClock(connection, rate, "back", () -> now);
        script.run(report("dead", 1, 0, 10, 0));
        script.run(report("living", 1, 0, 0, 500));
        now += 3_000; // The pause is over, and the permits after it are granted evenly no longer.

        now -= Duration.ofHours(1).toMillis();
        assertThat(script.run(report("living", 2, 0, 5, 0)).delays()).isEmpty(); // All are held by the other one.
        now += RateLimitScript.LEASE.toMillis() + 3_000;
        PermitReply reply = script.run(report("living", 3, 0, 10, 0));
        assertThat(reply.processes()).isEqualTo(1);
        assertThat(reply.pauseMillis()).isZero();
        assertThat(reply.delays()).hasSize(10).containsOnly(0L);
    }

    @Test
    void aClockThatIsSetBackDoesNotMakeAPauseLonger() {
        SharedRate rate = SharedRate.of(10, Duration.ofSeconds(2));
        RedisWithClock script = new RedisWithClock(connection, rate, "pause", () -> now);
        script.run(report("p", 1, 0, 0, 60_000));
        now -= Duration.ofHours(1).toMillis();
        assertThat(script.run(report("p", 2, 0, 0, 0)).pauseMillis()).isEqualTo(60_000);
        now += 59_000;
        assertThat(script.run(report("p", 3, 0, 0, 0)).pauseMillis()).isEqualTo(1_000);
    }

    private static PermitReport report(String process, long number, int held, int wanted, long pause) {
        return new PermitReport(process, number, held, wanted, pause, false, List.of());
    }

    @Test
    void digestIsThatOfRedis() {
        assertThat(connection.sync().scriptLoad(RateLimitScript.TEXT)).isEqualTo(RateLimitScript.SHA);
    }

    @Test
    void keyIsForgottenWhenNobodyUsesIt() {
        SharedRate rate = SharedRate.of(10, Duration.ofSeconds(10));
        connection
                .sync()
                .eval(
                        RateLimitScript.TEXT,
                        ScriptOutputType.MULTI,
                        new String[] {"unused"},
                        new RateLimitScript(rate).arguments(new PermitReport("p", 1, 0, 5, 0, false, List.of())));
        assertThat(connection.sync().pttl("unused")).isBetween(10_000L, 30_000L);
        assertThat(Arrays.asList(connection.sync().type("unused"))).containsExactly("hash");
    }
}
