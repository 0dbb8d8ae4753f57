package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.SandboxTenant;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An attempt belongs to the request of the service that has caused it. */
class TracePropagationTest {
    private static final List<String> PATHS = new CopyOnWriteArrayList<>();

    @Configuration(proxyBeanMethods = false)
    static class Recorder {
        @Bean
        ObservationHandler<Observation.Context> pathsOfAttempts() {
            return new ObservationHandler<>() {
                @Override
                public void onStart(Observation.Context context) {
                    if ("sailpat.attempt".equals(context.getName())) {
                        PATHS.add(path(context));
                    }
                }

                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }
            };
        }
    }

    private static String path(Observation.ContextView context) {
        ObservationView parent = context.getParentObservation();
        return (parent == null ? "" : path(parent.getContextView()) + " > ") + context.getName();
    }

    @Test
    void theParentOfAnAttemptIsTheOperationAndItsParentTheRequest() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(1));
                RunningService service = RunningService.with(tenant, Recorder.class)) {
            service.client()
                    .get()
                    .uri("/tokens")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .returnResult();
        }
        assertThat(PATHS).contains("http.server.requests > sailpat.operation > sailpat.attempt");
    }
}
