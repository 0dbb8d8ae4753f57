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

/** Reports and grants a second of one key, with few and with many processes. Half of the permits are used. */
@RequiresRedis
class CapacityTest {
    @ParameterizedTest(name = "{0} permits, {1} processes")
    @CsvSource({"100,3", "100,100", "100,1000", "10000,3"})
    void reportsASecond(int permits, int processes) {
        RateLimitScript script = new RateLimitScript(SharedRate.of(permits, Duration.ofSeconds(10)));
        List<Long> ages = LongStream.range(0, permits / 2 / processes).boxed().toList();
        int reports = Soak.size(100, 20 * processes + 2_000);
        try (RedisProcess redis = RedisProcess.start()) {
            RedisClient client = RedisClient.create(redis.uri());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                connection.sync().scriptLoad(RateLimitScript.TEXT);
                long start = System.nanoTime();
                List<Integer> grants = Flux.range(0, reports)
                        .flatMap(
                                i -> connection
                                        .reactive()
                                        .evalsha(
                                                RateLimitScript.SHA,
                                                ScriptOutputType.MULTI,
                                                new String[] {"capacity"},
                                                script.arguments(new PermitReport(
                                                        "p" + i % processes,
                                                        1 + i / processes,
                                                        0,
                                                        64,
                                                        0,
                                                        false,
                                                        ages))),
                                16)
                        .map(reply -> PermitReply.of(((List<?>) reply)
                                        .stream().map(Long.class::cast).toList())
                                .delays()
                                .size())
                        .collectList()
                        .block(Duration.ofSeconds(110));
                double seconds = (System.nanoTime() - start) / 1e9;
                assertThat(grants).hasSize(reports);
                if (Soak.ON) {
                    System.out.printf(
                            "figure: %d permits, %d processes: %.0f reports/s, %.0f grants/s%n",
                            permits,
                            processes,
                            reports / seconds,
                            grants.stream().mapToInt(Integer::intValue).sum() / seconds);
                }
            } finally {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        }
    }
}
