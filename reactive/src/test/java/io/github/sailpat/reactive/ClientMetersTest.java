package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class ClientMetersTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void theWaitForAPermitIsMeasuredWhenItIsOverAndCountedWhileItLasts() {
        Observed observed = Observed.nothingYet();
        RateLimiter one = RateLimiter.slidingWindow(1, Duration.ofMillis(400));
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant, b -> b.rateLimiter(one))) {
            client.tokens().list().blockLast(SOON);
            Disposable second = client.tokens().list().subscribe();
            assertThat(Observed.soon(() -> observed.gauge("sailpat.rate.waiting") == 1))
                    .isTrue();
            Disposable third = client.tokens().list().subscribe();
            assertThat(Observed.soon(() -> observed.gauge("sailpat.rate.waiting") == 2))
                    .isTrue();
            third.dispose();

            assertThat(Observed.soon(second::isDisposed)).isTrue();
            assertThat(observed.gauge("sailpat.rate.waiting")).isZero();
            Timer waits = observed.meters()
                    .get("sailpat.rate.wait")
                    .tag("operation", "listPersonalAccessTokens")
                    .timer();
            assertThat(waits.count()).isEqualTo(2);
            assertThat(waits.max(TimeUnit.MILLISECONDS)).isBetween(100.0, 5_000.0);
        }
    }

    @Test
    void clientsOfOneRegistryAreSummedAndOutliveEachOther() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient first = observed.client(tenant, b -> b.retryPolicy(budget(7)))) {
            try (TestClient second = observed.client(tenant, b -> b.retryPolicy(budget(5)));
                    TestClient named = TestClient.of(
                            tenant,
                            b -> b.retryPolicy(budget(3))
                                    .observer(observed.observer().withClientName("rotation")))) {
                assertThat(budgetLeft(observed, "sailpat")).isEqualTo(12);
                assertThat(budgetLeft(observed, "rotation")).isEqualTo(3);
            }
            assertThat(budgetLeft(observed, "sailpat")).isEqualTo(7);
            assertThat(observed.meters()
                            .find("sailpat.retry.budget")
                            .tag("client", "rotation")
                            .gauges())
                    .isEmpty();
        }
        assertThat(observed.meters().find("sailpat.retry.budget").gauges()).isEmpty();
    }

    private static RetryPolicy budget(int retries) {
        return RetryPolicy.standard().withBudget(retries);
    }

    private static double budgetLeft(Observed observed, String client) {
        return observed.meters()
                .get("sailpat.retry.budget")
                .tag("client", client)
                .gauge()
                .value();
    }

    @Test
    void thePauseThatTheTenantAsksForIsAGauge() {
        Observed observed = Observed.nothingYet();
        RateLimiter limiter = RateLimiter.slidingWindow(100, Duration.ofSeconds(1));
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff());
                TestClient client = observed.client(tenant, b -> b.rateLimiter(limiter))) {
            assertThat(observed.gauge("sailpat.rate.pause")).isZero();
            tenant.getFaults().add(Fault.on(Operation.LIST).times(1).status(429, null, "Retry-After", "30"));
            client.tokens()
                    .list()
                    .take(1)
                    .timeout(Duration.ofSeconds(2))
                    .onErrorComplete()
                    .blockLast(SOON);

            assertThat(observed.gauge("sailpat.rate.pause")).isBetween(20.0, 30.0);
        }
    }

    @Test
    void retriesAreCountedByCauseAndTakeFromTheBudget() {
        Observed observed = Observed.nothingYet();
        RetryPolicy quick =
                RetryPolicy.standard().withBackoff(Duration.ZERO, Duration.ZERO).withBudget(7);
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant, b -> b.retryPolicy(quick))) {
            assertThat(observed.gauge("sailpat.retry.budget")).isEqualTo(7);

            tenant.getFaults().add(Fault.on(Operation.LIST).times(3).status(503, null));
            client.tokens().list().onErrorComplete().blockLast(SOON);
            assertThat(observed.gauge("sailpat.retry.budget")).isEqualTo(5);
            tenant.getFaults().add(Fault.on(Operation.DELETE).times(1).status(401, null));
            client.tokens().delete("nobody").onErrorComplete().block(SOON);
            tenant.getFaults().add(Fault.on(Operation.PATCH).times(1).status(429, null, "Retry-After", "0"));
            client.tokens().patch("nobody", p -> p.name("ci")).onErrorComplete().block(SOON);

            assertThat(observed.count("sailpat.retries", "operation", "listPersonalAccessTokens", "cause", "ambiguous"))
                    .isEqualTo(2);
            assertThat(observed.count(
                            "sailpat.retries", "operation", "deletePersonalAccessToken", "cause", "unauthorized"))
                    .isEqualTo(1);
            assertThat(observed.count("sailpat.retries", "operation", "patchPersonalAccessToken", "cause", "throttled"))
                    .isEqualTo(1);
            assertThat(observed.count("sailpat.retries")).isEqualTo(4);
        }
    }

    @Test
    void accessTokenFetchesAreCountedByOutcome() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = observed.client(tenant)) {
            client.tokens().list().blockLast(SOON);
            client.tokens().list().blockLast(SOON);
            assertThat(observed.count("sailpat.access_token.fetches", "outcome", "success", "error.type", "none"))
                    .isEqualTo(1);

            tenant.getFaults().add(Fault.on(Operation.LIST).times(1).status(401, null));
            tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(400, null));
            StepVerifier.create(client.tokens().list())
                    .expectError(AuthenticationException.class)
                    .verify(SOON);
            assertThat(observed.count(
                            "sailpat.access_token.fetches",
                            "outcome",
                            "error",
                            "error.type",
                            "AuthenticationException"))
                    .isEqualTo(1);
        }
    }

    @Test
    void itemsInBulkAreCountedByOutcomeAndWhileTheyAreUnderWay() {
        Observed observed = Observed.nothingYet();
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(3));
                TestClient client = observed.client(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().delay(Duration.ofMillis(300)));
            Flux<String> ids =
                    client.tokens().list().map(token -> token.getId()).concatWithValues("nobody");
            Disposable job = client.tokens()
                    .deleteAll(ids.collectList().flatMapMany(Flux::fromIterable), BulkOptions.standard())
                    .subscribe();
            assertThat(Observed.soon(() -> observed.gauge("sailpat.bulk.in.flight") == 4))
                    .isTrue();

            assertThat(Observed.soon(job::isDisposed)).isTrue();
            assertThat(observed.gauge("sailpat.bulk.in.flight")).isZero();
            assertThat(observed.count(
                            "sailpat.bulk.items", "operation", "deletePersonalAccessToken", "outcome", "succeeded"))
                    .isEqualTo(3);
            assertThat(observed.count("sailpat.bulk.items", "outcome", "rejected"))
                    .isEqualTo(1);
            assertThat(observed.spans().named("sailpat.operation"))
                    .filteredOn(span -> "deletePersonalAccessToken".equals(span.key("operation")))
                    .hasSize(4);
        }
    }

    @Test
    void gaugesGoWithTheLastOfTheClientsThatShareThem() {
        Observed observed = Observed.nothingYet();
        var observer = observed.observer();
        try (SandboxTenant tenant = SandboxTenant.start()) {
            TestClient first = TestClient.of(tenant, b -> b.observer(observer));
            TestClient second = TestClient.of(tenant, b -> b.observer(observer));
            assertThat(observed.gauge("sailpat.retry.budget")).isEqualTo(200);
            first.close();
            assertThat(observed.gauge("sailpat.retry.budget")).isEqualTo(100);
            second.close();
            assertThat(observed.meters().find("sailpat.retry.budget").gauge()).isNull();
        }
    }
}
