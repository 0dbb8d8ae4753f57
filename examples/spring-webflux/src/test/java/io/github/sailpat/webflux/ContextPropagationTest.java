package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.sandbox.SandboxTenant;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** With {@code spring.reactor.context-propagation=auto}, a request's MDC and its span are set where its calls lead. */
class ContextPropagationTest {
    private static final String KEY = "request";
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    @Configuration(proxyBeanMethods = false)
    static class Rotation {
        @Bean
        WebFilter requestId() {
            return (exchange, chain) -> chain.filter(exchange).contextWrite(context -> context.put(KEY, "42"));
        }

        @Bean
        RouterFunction<ServerResponse> rotate(PersonalAccessTokens tokens, ObservationRegistry observations) {
            return RouterFunctions.route()
                    .POST(
                            "/rotate/{id}",
                            request -> tokens.rotate(
                                            request.pathVariable("id"),
                                            RotationOptions.create(options -> options.handOver((old, created) -> {
                                                        see("function", observations);
                                                        return Mono.fromRunnable(() -> see("publisher", observations));
                                                    })
                                                    .beforeDelete(created -> Mono.fromRunnable(
                                                            () -> see("before delete", observations)))))
                                    .doOnNext(rotated -> see("after the call", observations))
                                    .flatMap(rotated -> ServerResponse.ok().build()))
                    .build();
        }

        private static void see(String where, ObservationRegistry observations) {
            Observation span = observations.getCurrentObservation();
            SEEN.add(where + ": " + MDC.get(KEY) + ", "
                    + (span == null ? null : span.getContext().getName()));
        }
    }

    @BeforeEach
    void register() {
        ContextRegistry.getInstance()
                .registerThreadLocalAccessor(
                        KEY, () -> MDC.get(KEY), value -> MDC.put(KEY, value), () -> MDC.remove(KEY));
        SEEN.clear();
    }

    @AfterEach
    void remove() {
        Hooks.disableAutomaticContextPropagation();
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
    }

    private static void rotate(String propagation) {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));
                RunningService service = RunningService.with(
                        tenant, Rotation.class, "--spring.reactor.context-propagation=" + propagation)) {
            service.client()
                    .post()
                    .uri("/rotate/{id}", tenant.addToken("old").id())
                    .exchange()
                    .expectStatus()
                    .isOk();
        }
    }

    @Test
    void theMdcAndTheSpanAreSetInHandOversAndAfterTheCall() {
        rotate("auto");
        assertThat(SEEN)
                .containsExactly(
                        "function: 42, http.server.requests",
                        "publisher: 42, http.server.requests",
                        "before delete: 42, http.server.requests",
                        "after the call: 42, http.server.requests");
    }

    @Test
    void byDefaultTheyAreNot() {
        rotate("limited");
        assertThat(SEEN).hasSize(4).allMatch(line -> line.endsWith(": null, null"));
    }
}
