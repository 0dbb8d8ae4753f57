package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

/** What one Redis carries: reports a second on one key, and what one report costs with many processes. */
class CapacityTest {
    @ParameterizedTest(name = "{0} permits, {1} processes")
    @CsvSource({"100,3", "100,100", "100,1000", "10000,3"})
    void reportsASecond(int permits, int processes) {
        RateLimitScript script = new RateLimitScript(SharedRate.of(permits, Duration.ofSeconds(10)));
        List<Long> ages = LongStream.range(0, permits / Math.min(permits, processes))
                .boxed()
                .toList();
        int reports = Soak.size(100, 20 * processes + 2_000);
        try (RedisProcess redis = RedisProcess.start()) {
            RedisClient client = RedisClient.create(redis.uri());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                connection.sync().scriptLoad(RateLimitScript.TEXT);
                long start = System.nanoTime();
                Long replies = Flux.range(0, reports)
                        .flatMap(
                                i -> connection
                                        .reactive()
                                        .evalsha(
                                                RateLimitScript.SHA,
                                                ScriptOutputType.MULTI,
                                                new String[] {"capacity"},
                                                script.arguments(new PermitReport(
                                                        "p" + i % processes, 1 + i / processes, 0, 8, 0, false, ages))),
                                16)
                        .count()
                        .block(Duration.ofSeconds(110));
                double seconds = (System.nanoTime() - start) / 1e9;
                assertThat(replies).isEqualTo(reports);
                if (Soak.ON) {
                    System.out.printf(
                            "figure: %d permits, %d processes: %.0f reports/s%n",
                            permits, processes, reports / seconds);
                }
            } finally {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        }
    }
}
