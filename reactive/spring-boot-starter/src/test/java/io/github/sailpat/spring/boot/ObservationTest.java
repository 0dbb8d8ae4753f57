package io.github.sailpat.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.sandbox.SandboxTenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ObservationTest {
    @Test
    void micrometerObservesTheClientUnderItsName() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        try (SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(1))) {
            Contexts.of(tenant)
                    .withBean(MeterRegistry.class, () -> meters)
                    .withBean(ObservationRegistry.class, () -> observations)
                    .run(context -> {
                        context.getBean(PersonalAccessTokens.class).list().blockLast(Duration.ofSeconds(20));

                        assertThat(meters.get("sailpat.operation")
                                        .tag("client", "sailpat")
                                        .timer()
                                        .count())
                                .isEqualTo(1);
                        assertThat(meters.get("sailpat.access_token.fetches")
                                        .counter()
                                        .count())
                                .isEqualTo(1);
                    });
        }
    }
}
