package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sailpat.token.ApiVersion;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The limiter on a real Redis: how it starts, and how it refuses to. */
@RequiresRedis
class RedisRateLimiterTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start("--requirepass", "right");
        AclSetuserArgs guest =
                AclSetuserArgs.Builder.on().addPassword("guest").allKeys().allCommands();
        redis.authenticated("right")
                .call(commands -> commands.aclSetuser("guest", guest.removeCommand(CommandType.EVALSHA)));
        AclSetuserArgs reader =
                AclSetuserArgs.Builder.on().addPassword("reader").allKeys();
        redis.call(
                commands -> commands.aclSetuser("reader", reader.allCommands().removeCommand(CommandType.HSET)));
        AclSetuserArgs stranger =
                AclSetuserArgs.Builder.on().addPassword("stranger").keyPattern("others:*");
        redis.call(commands -> commands.aclSetuser("stranger", stranger.allCommands()));
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static Mono<RedisRateLimiter> connect(UnaryOperator<RedisRateLimiter.Builder> customizer) {
        return RedisRateLimiter.connect(b -> customizer.apply(b.key("start")));
    }

    private static String uri(String user, String password) {
        return "redis://" + user + ':' + password + "@127.0.0.1:" + redis.port();
    }

    private static void refused(String uri, String... words) {
        StepVerifier.create(connect(b -> b.uri(uri)))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(RedisRateLimiterException.class)
                        .hasMessageContainingAll(words)
                        .hasMessageNotContaining("wrong-password"))
                .verify(SOON);
    }

    @Test
    void startsWithAUri() {
        RedisRateLimiter limiter = connect(b -> b.uri(uri("default", "right"))).block(SOON);
        assertThat(limiter.isShared()).isTrue();
        assertThat(limiter.getProcesses()).isPositive();
        assertThat(limiter.limit(Mono.just(1)).block(SOON)).isEqualTo(1);
        assertThat(limiter.toString()).contains("start").contains("shared by");
        limiter.closeLater().block(SOON);
    }

    @Test
    void startsWithAClientAndWithAConnectionThatStayOpen() {
        RedisClient client = RedisClient.create();
        RedisURI address = RedisURI.create(uri("default", "right"));
        try (StatefulRedisConnection<String, String> connection = client.connect(StringCodec.UTF8, address)) {
            for (RedisRateLimiter limiter : List.of(
                    connect(b -> b.client(client, address)).block(SOON),
                    connect(b -> b.connection(connection)).block(SOON))) {
                assertThat(limiter.limit(Mono.just(1)).block(SOON)).isEqualTo(1);
                limiter.closeLater().block(SOON);
            }
            assertThat(connection.sync().ping()).isEqualTo("PONG");
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    @Test
    void whoStillWaitsAtTheCloseGetsTheShareOfTheProcess() {
        RedisRateLimiter limiter = connect(
                        b -> b.key("closed").uri(uri("default", "right")).rate(4, Duration.ofMillis(500)))
                .block(SOON);
        StepVerifier.create(Flux.range(0, 10).flatMap(i -> limiter.limit(Mono.just(i)), 10))
                .expectNextCount(4)
                .then(() -> limiter.closeLater().block(SOON))
                .expectNextCount(6)
                .expectComplete()
                .verify(SOON);
        assertThat(limiter.getLocalGrants()).isPositive();
        limiter.closeLater().block(SOON);
    }

    @Test
    void aProcessMayHaveTwoLimitersOfOneKey() {
        UnaryOperator<RedisRateLimiter.Builder> twice = b -> b.key("twice").uri(uri("default", "right"));
        RedisRateLimiter one = connect(twice).block(SOON);
        RedisRateLimiter two = connect(twice).block(SOON);
        RedisProcess.await("both know each other", () -> one.getProcesses() == 2 && two.getProcesses() == 2);
        one.closeLater().block(SOON);
        RedisProcess.await("one has left", () -> two.getProcesses() == 1);
        two.closeLater().block(SOON);
    }

    @Test
    void nobodyListening() {
        refused("redis://127.0.0.1:" + RedisProcess.freePort(), "cannot connect to Redis at 127.0.0.1:", "refused");
    }

    @Test
    void unknownHost() {
        refused("redis://no-such-host.invalid", "cannot connect to Redis at no-such-host.invalid:6379");
    }

    @Test
    void wrongPassword() {
        refused(uri("default", "wrong-password"), "refuses the credentials");
    }

    @Test
    void noPassword() {
        refused("redis://127.0.0.1:" + redis.port(), "refuses the credentials");
    }

    @Test
    void noPermissionForTheScript() {
        refused(uri("guest", "guest"), "has no permission", "+evalsha");
    }

    @Test
    void noPermissionForACommandOfTheScript() {
        refused(uri("reader", "reader"), "has no permission", "+hset");
    }

    @Test
    void noPermissionForTheKey() {
        refused(uri("stranger", "stranger"), "has no permission", "on this key");
    }

    @Test
    void keyOfAnotherType() {
        redis.authenticated("right").call(commands -> commands.set("other", "text"));
        StepVerifier.create(RedisRateLimiter.connect(b -> b.key("other").uri(uri("default", "right"))))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(RedisRateLimiterException.class)
                        .hasMessageContainingAll("key other", "belongs to something else"))
                .verify(SOON);
    }

    @Test
    void hashOfSomethingElse() {
        redis.authenticated("right").call(commands -> commands.hset("hash", "field", "text"));
        StepVerifier.create(RedisRateLimiter.connect(b -> b.key("hash").uri(uri("default", "right"))))
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("belongs to something else"))
                .verify(SOON);
    }

    @Test
    void invalidSettingsAreRefused() {
        StepVerifier.create(connect(b -> b.uri("http://host/with:secret")))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("redis://")
                        .hasMessageNotContaining("secret"))
                .verify(SOON);
        StepVerifier.create(connect(b -> b))
                .expectError(IllegalArgumentException.class)
                .verify(SOON);
        StepVerifier.create(RedisRateLimiter.connect(b -> b.uri("redis://127.0.0.1")))
                .expectErrorMessage("tenant or key is required")
                .verify(SOON);
        RedisRateLimiter.Builder builder = new RedisRateLimiter.Builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.key(""));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.rate(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.rate(1, Duration.ofMillis(99)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.tenant(URI.create("/path"), "id", ApiVersion.BETA));
    }

    @Test
    void keyOfATenantNamesWhatIsCountedTogether() {
        RedisRateLimiter.Builder builder = new RedisRateLimiter.Builder()
                .tenant(URI.create("https://Acme.api.identitynow.com"), "client-id", ApiVersion.V2025);
        assertThat(builder.key).isEqualTo("sailpat:rate:acme.api.identitynow.com:client-id:v2025");
        builder.tenant(URI.create("https://acme.api.identitynow.com:443"), "client-id", ApiVersion.V2025);
        assertThat(builder.key).isEqualTo("sailpat:rate:acme.api.identitynow.com:client-id:v2025");
    }

    @Test
    void cancelledWaitersLeaveNoPermitBehind() {
        RedisRateLimiter limiter = RedisRateLimiter.connect(
                        b -> b.key("cancelled").uri(uri("default", "right")).rate(10, Duration.ofSeconds(1)))
                .block(SOON);
        AtomicInteger subscribed = new AtomicInteger();
        for (int round = 0; round < 10; round++) {
            Disposable.Composite calls = Disposables.composite();
            for (int i = 0; i < 1_000; i++) {
                calls.add(limiter.limit(Mono.never().doOnSubscribe(s -> subscribed.incrementAndGet()))
                        .subscribe());
            }
            calls.dispose();
        }
        assertThat(limiter.getWaiting()).isZero();
        StepVerifier.create(Flux.range(0, 20).flatMap(i -> limiter.limit(Mono.just(i)), 20))
                .expectNextCount(20)
                .expectComplete()
                .verify(SOON);
        limiter.closeLater().block(SOON);
    }
}
