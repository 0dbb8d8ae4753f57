package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;

class OperationsTest {
    @Test
    void healthAsksTheTenantOnceForAllWhoAskAndTakesNothingFromTheRateLimit() {
        try (SandboxTenant tenant = SandboxTenant.start();
                RunningService service = RunningService.of(tenant)) {
            for (int i = 0; i < 3; i++) {
                service.client()
                        .get()
                        .uri("/actuator/health")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .value(body -> assertThat(body)
                                .contains("\"sailpat\":{\"details\":{", "\"accessToken\":\"obtainable\""));
            }
            assertThat(tenant.getLedger().count(Operation.TOKEN)).isOne();
            assertThat(tenant.getLedger().count(Operation.ANY)).isOne();
        }
    }

    @Test
    void tenantThatRefusesTheCredentialsIsDownButTheServiceLives() {
        try (SandboxTenant tenant = SandboxTenant.start();
                RunningService service = RunningService.of(tenant, "--sailpat.health.max-age=1ms")) {
            tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(401, null));

            service.client()
                    .get()
                    .uri("/actuator/health")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(503)
                    .expectBody(String.class)
                    .value(body -> assertThat(body)
                            .contains("\"accessToken\":\"refused\"")
                            .doesNotContain(tenant.getClientSecret()));
            service.client()
                    .get()
                    .uri("/actuator/health/liveness")
                    .exchange()
                    .expectStatus()
                    .isOk();
            tenant.getFaults().clear();
            Await.until(
                    "up again",
                    () -> service.client()
                                    .get()
                                    .uri("/actuator/health")
                                    .exchange()
                                    .returnResult(String.class)
                                    .getStatus()
                                    .value()
                            == 200);
        }
    }

    @Test
    void operationsAndAttemptsAreTimed() {
        try (SandboxTenant tenant = SandboxTenant.start();
                RunningService service = RunningService.of(tenant)) {
            service.client()
                    .get()
                    .uri("/tokens")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .returnResult();
            service.client()
                    .get()
                    .uri("/actuator/prometheus")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .value(body -> assertThat(body)
                            .contains("sailpat_operation_seconds_count", "sailpat_attempt_seconds_count")
                            .doesNotContain(tenant.getClientId()));
        }
    }

    @Test
    void baseUrlWithoutCredentialsEndsTheStartWithAWordOnIt() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(TokenService.class)
                        .run(
                                "--server.port=0",
                                "--logging.level.root=OFF",
                                "--sailpat.base-url=https://acme.api.identitynow.com"))
                .hasStackTraceContaining("sailpat.client-id: is missing");
    }
}
