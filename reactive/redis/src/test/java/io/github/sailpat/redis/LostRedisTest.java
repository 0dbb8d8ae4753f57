package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.sailpat.redis.micrometer.RedisRateLimiterMetrics;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A real Redis that fails in the middle: the process goes on with its share, and returns by itself. */
@RequiresRedis
class LostRedisTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final RedisProcess redis = RedisProcess.start();
    private final RedisRateLimiter limiter = connect();
    private final RedisRateLimiter other = connect();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.sailpat.redis");

    private RedisRateLimiter connect() {
        return RedisRateLimiter.connect(b -> b.uri(redis.uri()).key("lost").rate(40, Duration.ofSeconds(1)))
                .block(SOON);
    }

    @BeforeEach
    void listen() {
        new RedisRateLimiterMetrics(limiter, Tags.empty()).bindTo(meters);
        RedisProcess.await("both know each other", () -> limiter.getProcesses() == 2);
        logger.setLevel(Level.WARN);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        limiter.closeLater().block(SOON);
        other.closeLater().block(SOON);
        redis.close();
    }

    private void call(int calls) {
        Flux.range(0, calls).flatMap(i -> limiter.limit(Mono.just(i)), calls).blockLast(SOON);
    }

    private List<String> warnings() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.contains("does not reply"))
                .toList();
    }

    private void goesOnAndReturns(Runnable lose, Runnable restore) {
        call(5);
        lose.run();
        RedisProcess.await("the local share", () -> !limiter.isShared());
        long before = limiter.getLocalGrants();
        call(21);
        assertThat(limiter.getLocalGrants() - before).isEqualTo(21);
        assertThat(meter("sailpat.rate.shared")).isZero();
        assertThat(meter("sailpat.rate.processes")).isEqualTo(2);
        assertThat(meters.get("sailpat.rate.local.grants").functionCounter().count())
                .isGreaterThanOrEqualTo(21);
        assertThat(warnings())
                .hasSizeBetween(1, 2)
                .allMatch(line -> line.contains("grants 20 of 40 permits by itself"));

        restore.run();
        RedisProcess.await("Redis again", () -> limiter.isShared() && other.isShared());
        call(10);
        assertThat(limiter.isShared()).isTrue();
        assertThat(meter("sailpat.rate.shared")).isEqualTo(1);
        assertThat(warnings()).as("one of each process").hasSizeBetween(1, 2);
    }

    private double meter(String name) {
        return meters.get(name).gauge().value();
    }

    private static void redisCommand(RedisProcess redis, Consumer<RedisCommands<String, String>> command) {
        redis.call(commands -> {
            command.accept(commands);
            return true;
        });
    }

    private static Arguments failure(
            String name,
            Consumer<RedisCommands<String, String>> lose,
            Consumer<RedisCommands<String, String>> restore) {
        return Arguments.of(name, lose, restore);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                failure("READONLY", c -> c.replicaof("127.0.0.1", 1), c -> c.replicaofNoOne()),
                failure("OOM", c -> c.configSet("maxmemory", "1"), c -> c.configSet("maxmemory", "0")),
                failure("WRONGTYPE", c -> c.set("lost", "text"), c -> c.del("lost")),
                failure("hanging", c -> c.clientPause(2_000), c -> {}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void redisThatRefusesOrHangs(
            String name,
            Consumer<RedisCommands<String, String>> lose,
            Consumer<RedisCommands<String, String>> restore) {
        goesOnAndReturns(() -> redisCommand(redis, lose), () -> redisCommand(redis, restore));
    }

    @Test
    void redisThatIsStoppedAndStarted() {
        goesOnAndReturns(redis::stop, redis::launch);
    }

    @Test
    void redisThatIsSuspended() {
        goesOnAndReturns(redis::suspend, redis::resume);
    }

    @Test
    void scriptThatIsForgottenIsSentAgain() {
        call(5);
        redisCommand(redis, RedisCommands::scriptFlush);
        call(10);
        assertThat(limiter.getLocalGrants()).isZero();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void keyThatIsDeletedIsRestored() {
        call(5);
        redisCommand(redis, RedisCommands::flushall);
        call(10);
        RedisProcess.await("both are known again", () -> limiter.getProcesses() == 2);
        assertThat(limiter.getLocalGrants()).isZero();
        assertThat(log.list).anyMatch(line -> line.getFormattedMessage().contains("has lost the state"));
    }

    @Test
    void aPauseReachesTheOtherProcess() {
        other.pause(Duration.ofSeconds(2));
        RedisProcess.await("the pause", () -> !limiter.getRemainingPause().isZero());
        assertThat(limiter.getRemainingPause()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(2));
        long start = System.nanoTime();
        call(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(100));
    }
}
