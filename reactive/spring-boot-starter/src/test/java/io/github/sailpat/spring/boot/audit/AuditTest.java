package io.github.sailpat.spring.boot.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.spring.boot.Contexts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Mono;

class AuditTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(options -> options.tokens(0).ownTokenListed(true));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        tenant.close();
    }

    @BeforeEach
    void addTokens() {
        add("expired", Duration.ofDays(-1));
        add("in-an-hour", Duration.ofHours(1));
        add("in-5-days", Duration.ofDays(5));
        add("in-20-days", Duration.ofDays(20));
        add("in-90-days", Duration.ofDays(90));
        tenant.addToken("never", token -> token.withExpiration(null, true));
    }

    private void add(String name, Duration expiry) {
        tenant.addToken(name, token -> token.withExpiration(Instant.now().plus(expiry), false));
    }

    private ApplicationContextRunner scheduled() {
        return Contexts.of(tenant)
                .withPropertyValues("sailpat.audit.schedule=1h", "management.endpoints.web.exposure.include=tokens")
                .withBean(MeterRegistry.class, () -> meters)
                .withBean(Events.class);
    }

    @Test
    void countsTheTokensByTheTimeUntilTheyExpire() {
        scheduled().run(context -> {
            TokenCounts counts = await(context);

            assertThat(counts.count(TokenBucket.ALL)).isEqualTo(7);
            assertThat(counts.count(TokenBucket.EXPIRED)).isEqualTo(1);
            assertThat(counts.count(TokenBucket.WITHIN_1_DAY)).isEqualTo(1);
            assertThat(counts.count(TokenBucket.WITHIN_7_DAYS)).isEqualTo(2);
            assertThat(counts.count(TokenBucket.WITHIN_14_DAYS)).isEqualTo(2);
            assertThat(counts.count(TokenBucket.WITHIN_30_DAYS)).isEqualTo(3);
            assertThat(counts.count(TokenBucket.NEVER)).isEqualTo(1);
            assertThat(counts.count(TokenBucket.UNREADABLE)).isZero();
        });
    }

    @Test
    void countsTheTokensByTheirUse() {
        Instant old = Instant.now().minus(Duration.ofDays(300));
        tenant.addToken("never-used", token -> token.withCreated(old).withLastUsed(null));
        tenant.addToken("not-lately", token -> token.withCreated(old).withLastUsed(old.plusSeconds(1)));
        tenant.addToken("lately", token -> token.withCreated(old).withLastUsed(Instant.now()));
        scheduled().run(context -> {
            TokenCounts counts = await(context);

            assertThat(counts.count(TokenBucket.ALL)).isEqualTo(10);
            assertThat(counts.count(TokenBucket.UNUSED)).isEqualTo(2);
            assertThat(counts.count(TokenBucket.NEVER_USED)).isEqualTo(7);
        });
    }

    @Test
    void theGaugesHaveTheNumbersOfTheLastAudit() {
        scheduled().run(context -> {
            await(context);

            assertThat(meters.get("sailpat.tokens").tag("bucket", "30d").gauge().value())
                    .isEqualTo(3);
            assertThat(meters.get("sailpat.audit.age").timeGauge().value(TimeUnit.SECONDS))
                    .isBetween(0.0, 120.0);
            assertThat(meters.get("sailpat.credentials.expiry").timeGauge().value(TimeUnit.DAYS))
                    .isBetween(1.0, 366.0);
            assertThat(meters.find("sailpat.tokens").gauges()).hasSize(TokenBucket.values().length);
        });
    }

    @Test
    void anEventIsPublishedForEachTokenThatExpiresSoon() {
        scheduled().run(context -> {
            BlockingQueue<TokenExpiringEvent> events = context.getBean(Events.class).all;

            TokenExpiringEvent first = events.poll(20, TimeUnit.SECONDS);
            TokenExpiringEvent second = events.poll(20, TimeUnit.SECONDS);

            assertThat(first).isNotNull();
            assertThat(second).isNotNull();
            assertThat(List.of(first, second))
                    .extracting(TokenExpiringEvent::tokenName, TokenExpiringEvent::threshold)
                    .containsExactlyInAnyOrder(
                            tuple("in-an-hour", Duration.ofDays(1)), tuple("in-5-days", Duration.ofDays(7)));
        });
    }

    @Test
    void noEventIsPublishedTwiceWhenTheContextIsStoppedAndStarted() {
        scheduled().run(context -> {
            BlockingQueue<TokenExpiringEvent> events = context.getBean(Events.class).all;
            assertThat(events.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(events.poll(20, TimeUnit.SECONDS)).isNotNull();
            add("in-10-days", Duration.ofDays(10));
            ConfigurableApplicationContext source =
                    context.getSourceApplicationContext(ConfigurableApplicationContext.class);
            source.stop();
            source.start();

            TokenExpiringEvent third = events.poll(20, TimeUnit.SECONDS);
            assertThat(third).isNotNull();
            assertThat(third.tokenName()).isEqualTo("in-10-days");
        });
    }

    @Test
    void theGaugesAreThereInAnApplicationWhoseBeansAreLazy() {
        scheduled()
                .withInitializer(Contexts::makeLazy)
                .run(context ->
                        assertThat(meters.find("sailpat.tokens").gauges()).hasSize(TokenBucket.values().length));
    }

    @Test
    void theEndpointHasTheCountsAndNoNames() {
        scheduled().run(context -> {
            await(context);

            String output = context.getBean(TokensEndpoint.class).counts().toString();

            assertThat(output).contains("30d=3", "asOf=").doesNotContain("in-an-hour");
        });
    }

    @Test
    void aProcessWithoutTheLockRunsNoAudit() {
        BlockingQueue<Duration> asked = new LinkedBlockingQueue<>();
        scheduled()
                .withBean(AuditLock.class, () -> (client, time) -> Mono.fromSupplier(() -> !asked.add(time)))
                .run(context -> {
                    assertThat(asked.poll(20, TimeUnit.SECONDS)).isEqualTo(Duration.ofMinutes(3));
                    assertThat(context.getBean(AuditResults.class).all()).isEmpty();
                });
        assertThat(tenant.getLedger().count(Operation.LIST)).isZero();
    }

    @Test
    void nothingRunsWithoutASchedule() {
        Contexts.of(tenant).run(context -> assertThat(context).doesNotHaveBean(ScheduledAudit.class));
    }

    private static TokenCounts await(ApplicationContext context) {
        AuditResults results = context.getBean(AuditResults.class);
        TokenCounts counts = Mono.fromSupplier(() -> results.find("sailpat"))
                .repeatWhenEmpty(attempts -> attempts.delayElements(Duration.ofMillis(20)))
                .block(Duration.ofSeconds(30));
        assertThat(counts).isNotNull();
        return counts;
    }

    static class Events {
        private final BlockingQueue<TokenExpiringEvent> all = new LinkedBlockingQueue<>();

        @EventListener
        void on(TokenExpiringEvent event) {
            all.add(event);
        }
    }
}
