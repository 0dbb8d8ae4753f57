package io.github.sailpat.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.observation.AttemptObserver;
import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.github.sailpat.reactive.observation.RetryCause;
import io.github.sailpat.sandbox.SandboxTenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.util.context.ContextView;

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

    @Test
    void anObserverThatThrowsKeepsNoOtherFromWhatItObserves() {
        List<String> seen = new ArrayList<>();
        ClientObserver throwing = new ClientObserver() {
            @Override
            public OperationObserver operationStarted(ObservedCall call, ContextView context) {
                throw new IllegalStateException("made up");
            }

            @Override
            public void accessTokenFetched(@Nullable Throwable error) {
                throw new IllegalStateException("made up");
            }
        };
        ClientObserver other = new ClientObserver() {
            @Override
            public OperationObserver operationStarted(ObservedCall call, ContextView context) {
                seen.add("started");
                return new OperationObserver() {
                    @Override
                    public AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView attempt) {
                        return (outcome, error) -> seen.add("attempt terminated");
                    }

                    @Override
                    public void terminated(CallOutcome outcome, @Nullable Throwable error) {
                        seen.add("terminated");
                    }
                };
            }

            @Override
            public void accessTokenFetched(@Nullable Throwable error) {
                seen.add("fetched");
            }
        };
        try (SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(1))) {
            Contexts.of(tenant)
                    .withBean("first", ClientObserverFactory.class, () -> name -> throwing)
                    .withBean("second", ClientObserverFactory.class, () -> name -> other)
                    .run(context ->
                            context.getBean(PersonalAccessTokens.class).list().blockLast(Duration.ofSeconds(20)));
        }
        assertThat(seen).containsExactlyInAnyOrder("started", "fetched", "attempt terminated", "terminated");
    }
}
