package io.github.sailpat.spring.boot.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.redis.RedisRateLimiter;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.spring.boot.Contexts;
import io.github.sailpat.spring.boot.audit.TokensEndpoint;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import redis.embedded.RedisServer;

/** Instances that share a limit on a real Redis. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program for Windows is Redis 5, and 6.2 is needed")
class SharedLimitTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PASSWORD = "canary-4711";

    private static RedisServer redis;
    private static int port;

    private final SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(3));

    @BeforeAll
    static void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("requirepass " + PASSWORD)
                .build();
        redis.start();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.stop();
    }

    @AfterEach
    void close() {
        command(RedisCommands::flushall);
        tenant.close();
    }

    private static <T> T command(Function<RedisCommands<String, String>, T> command) {
        RedisClient client = RedisClient.create("redis://:" + PASSWORD + "@127.0.0.1:" + port);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return command.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private static ApplicationContextRunner sharing(ApplicationContextRunner runner) {
        return runner.withPropertyValues(
                "sailpat.shared-limit.uri=redis://127.0.0.1:" + port, "sailpat.shared-limit.password=" + PASSWORD);
    }

    private ApplicationContextRunner auditing() {
        return sharing(Contexts.of(tenant))
                .withPropertyValues("sailpat.audit.schedule=100ms", "management.endpoints.web.exposure.include=tokens");
    }

    private static Map<String, RedisRateLimiter> limiters(ApplicationContext context) {
        return context.getBean(SharedLimits.class).all();
    }

    private static boolean hasAudited(ApplicationContext context) {
        return context.getBean(TokensEndpoint.class).counts().toString().contains("asOf");
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private String leaseKey() {
        return "sailpat:rate:127.0.0.1:" + tenant.getBaseUrl().getPort() + ':' + tenant.getClientId() + ":beta:audit";
    }

    @Test
    void oneOfThreeInstancesRunsTheAudit() {
        auditing()
                .run(second -> auditing().run(third -> {
                    auditing().run(first -> {
                        await("an audit", () -> hasAudited(first) || hasAudited(second) || hasAudited(third));
                        long audits = tenant.getLedger().count(Operation.LIST);
                        await("more of them", () -> tenant.getLedger().count(Operation.LIST) > audits + 3);

                        assertThat(new boolean[] {hasAudited(first), hasAudited(second), hasAudited(third)})
                                .as("the others have asked for the lease all the time")
                                .containsOnlyOnce(true);
                        Long left = command(commands -> commands.pttl(leaseKey()));
                        assertThat(left).isBetween(1L, 10_000L);
                    });
                }));
    }

    @Test
    void anotherInstanceTakesOverWhenTheLeaseHasEnded() {
        auditing().run(second -> {
            await("an audit", () -> hasAudited(second));
            auditing().run(third -> {
                second.getSourceApplicationContext().close();
                command(commands -> commands.del(leaseKey())); // As Redis does after ten seconds.
                await("the audit of the other one", () -> hasAudited(third));
            });
        });
    }

    @Test
    void instancesShareTheLimitOfTheirTenant() {
        sharing(Contexts.of(tenant))
                .run(first -> sharing(Contexts.of(tenant)).run(second -> {
                    first.getBean(PersonalAccessTokens.class).list().blockLast(SOON);
                    await(
                            "both know each other",
                            () -> limiters(first).get("sailpat").getProcesses() == 2);

                    assertThat(limiters(first).get("sailpat").toString())
                            .contains(tenant.getClientId(), "100 shared by 2");
                    assertThat(first.getBean(SailPointClient.class)).isNotNull();
                }));
    }

    @Test
    void eachClientHasTheLimitAndTheRateOfItsTenant() {
        sharing(Contexts.of(tenant))
                .withPropertyValues(
                        "sailpat.clients.eu.tenant=acme-eu",
                        "sailpat.clients.eu.client-id=other",
                        "sailpat.clients.eu.client-secret=secret",
                        "sailpat.clients.eu.rate.requests=50",
                        "sailpat.clients.free.tenant=acme-free",
                        "sailpat.clients.free.client-id=other",
                        "sailpat.clients.free.client-secret=secret",
                        "sailpat.clients.free.rate.requests=0")
                .run(context -> {
                    assertThat(limiters(context)).containsOnlyKeys("sailpat", "eu");
                    String eu = limiters(context).get("eu").toString();
                    assertThat(eu).contains("acme-eu.api.identitynow.com:other:beta", "50 shared by 1");
                    assertThat(context.getBean("euSailPointClient").toString()).contains("acme-eu.api.identitynow.com");
                });
    }

    @Test
    void theMetersAreRegistered() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        sharing(Contexts.of(tenant))
                .withBean(MeterRegistry.class, () -> meters)
                .run(context -> assertThat(meters.get("sailpat.rate.shared")
                                .tag("client", "sailpat")
                                .gauge()
                                .value())
                        .isEqualTo(1));
    }

    @Test
    void aRedisThatRefusesFailsTheStartAndNothingIsSent() {
        sharing(Contexts.of(tenant))
                .withPropertyValues("sailpat.shared-limit.password=wrong-password")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("WRONGPASS"));
        sharing(Contexts.of(tenant))
                .withPropertyValues("sailpat.shared-limit.password=wrong-password")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("sailpat.shared-limit: Redis at 127.0.0.1:" + port)
                        .hasStackTraceContaining("refuses the credentials")
                        .satisfies(error -> assertThat(error.toString()).doesNotContain("wrong-password")));
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void withoutAnAddressNothingIsShared() {
        Contexts.of(tenant).run(context -> assertThat(context).doesNotHaveBean(SharedLimits.class));
    }
}
