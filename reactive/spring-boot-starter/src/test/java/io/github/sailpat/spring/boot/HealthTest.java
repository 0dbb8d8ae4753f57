package io.github.sailpat.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.LedgerAssert;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import reactor.core.publisher.Mono;

class HealthTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(1));

    @AfterEach
    void close() {
        tenant.close();
    }

    private static SailpatHealth health(AssertableApplicationContext context) {
        return health(context, InstantSource.system());
    }

    private static SailpatHealth health(AssertableApplicationContext context, InstantSource clock) {
        return new SailpatHealth(context.getBean(ManagedClients.class), Duration.ofSeconds(30), clock);
    }

    private static SailpatHealth.Report read(SailpatHealth health) {
        SailpatHealth.Report report = health.read().block(SOON);
        assertThat(report).isNotNull();
        return report;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> details(SailpatHealth.Report report) {
        return (Map<String, Object>) report.details().get("sailpat");
    }

    @Test
    void anAccessTokenIsRequestedOnceAndNothingOfTheApi() {
        Contexts.of(tenant).run(context -> {
            SailpatHealth health = health(context);

            for (int i = 0; i < 5; i++) {
                assertThat(read(health).isUp()).isTrue();
            }

            LedgerAssert.assertThat(tenant.getLedger())
                    .hasReceived(Operation.TOKEN, 1)
                    .hasReceived(Operation.ANY, 1);
        });
    }

    @Test
    void aClientThatHasFetchedAnAccessTokenIsNotProbed() {
        Contexts.of(tenant).run(context -> {
            context.getBean(PersonalAccessTokens.class).list().blockLast(SOON);

            assertThat(read(health(context)).isUp()).isTrue();

            LedgerAssert.assertThat(tenant.getLedger()).hasReceived(Operation.TOKEN, 1);
        });
    }

    @Test
    void aClientThatHasBeenIdleForLongIsProbedAgain() {
        Contexts.of(tenant).run(context -> {
            context.getBean(PersonalAccessTokens.class).list().blockLast(SOON);
            SailpatHealth health = health(context, () -> Instant.now().plus(Duration.ofHours(1)));
            assertThat(read(health).isUp()).isTrue();
            assertThat(read(health).isUp()).isTrue();
            LedgerAssert.assertThat(tenant.getLedger()).hasReceived(Operation.TOKEN, 2);

            tenant.getFaults().add(Fault.on(Operation.TOKEN).status(401, null));
            SailpatHealth later = health(context, () -> Instant.now().plus(Duration.ofHours(2)));
            assertThat(read(later).isUp()).isFalse();
        });
    }

    @Test
    void aClientIsKnownInAnApplicationWhoseBeansAreLazy() {
        Contexts.of(tenant)
                .withPropertyValues("sailpat.client-secret=wrong")
                .withInitializer(Contexts::makeLazy)
                .run(context -> assertThat(read(health(context)).isUp()).isFalse());
    }

    @Test
    void refusedCredentialsAreDown() {
        Contexts.of(tenant).withPropertyValues("sailpat.client-secret=wrong").run(context -> {
            SailpatHealth.Report report = read(health(context));

            assertThat(report.isUp()).isFalse();
            assertThat(details(report)).containsEntry("accessToken", "refused");
            assertThat(report.toString()).doesNotContain("wrong");
        });
    }

    @Test
    void aClientThatHasSwitchedItsCredentialsIsProbedWithThem() {
        Contexts.of(tenant).run(context -> {
            SandboxToken next = tenant.addToken("next");
            SailPointClient client = context.getBean(SailPointClient.class);
            client.switchCredentials(next.id(), Secret.of(next.secret()));
            tenant.getFaults()
                    .add(Fault.on(Operation.TOKEN)
                            .always()
                            .matching(request -> request.body().contains(tenant.getClientId()))
                            .status(401, null));

            assertThat(read(health(context)).isUp()).isTrue();
            assertThat(context.getBean(AuditedClients.class).all())
                    .extracting(audited -> audited.ownId().get())
                    .containsExactly(next.id());
        });
    }

    @Test
    void aClientThatHasFailedAfterItsProbeIsProbedAgain() {
        Contexts.of(tenant)
                .withPropertyValues("sailpat.deadline=1s", "sailpat.retry.max-attempts=1")
                .run(context -> {
                    SailpatHealth health = health(context);
                    assertThat(read(health).isUp()).isTrue();
                    tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(503, null));
                    context.getBean(PersonalAccessTokens.class)
                            .list()
                            .then()
                            .onErrorResume(error -> Mono.empty())
                            .block(SOON);

                    tenant.getFaults().clear();
                    assertThat(read(health).isUp()).isTrue();
                });
    }

    @Test
    void thePauseAndTheLastErrorAreDetails() {
        tenant.getFaults().add(Fault.on(Operation.LIST).status(429, null, "Retry-After", "600"));
        Contexts.of(tenant)
                .withPropertyValues("sailpat.rate.requests=90", "sailpat.deadline=2s")
                .run(context -> {
                    Instant before = Instant.now();
                    context.getBean(PersonalAccessTokens.class)
                            .list()
                            .then()
                            .onErrorResume(error -> Mono.empty())
                            .block(SOON);

                    SailpatHealth.Report report = read(health(context));

                    assertThat(report.isUp()).isTrue();
                    assertThat(details(report))
                            .containsKeys("waitingForPermit", "retryBudgetLeft", "lastErrorAt")
                            .containsEntry("rateLimit", "RateLimiter[90 in PT10S]")
                            .containsEntry("lastErrorOperation", "listPersonalAccessTokens");
                    assertThat(Instant.parse(details(report).get("pausedUntil").toString()))
                            .isBetween(before.plusSeconds(595), Instant.now().plusSeconds(605));
                });
    }

    @Test
    void theContributorIsABean() {
        Contexts.of(tenant).run(context -> assertThat(context).hasBean("sailpatHealthIndicator"));
        Contexts.of(tenant)
                .withPropertyValues("management.health.sailpat.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("sailpatHealthIndicator"));
        Contexts.of(tenant)
                .withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("sailpatHealthIndicator"));
        Contexts.of(tenant)
                .withPropertyValues(
                        "management.health.defaults.enabled=false", "management.health.sailpat.enabled=true")
                .run(context -> assertThat(context).hasBean("sailpatHealthIndicator"));
    }
}
