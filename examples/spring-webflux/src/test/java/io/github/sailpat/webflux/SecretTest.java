package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** A secret in the hands of Spring: it is read from a property, and is never written. */
class SecretTest {
    private static final String MESSAGE = "a secret is not serialized; reveal it on purpose";
    private static final CreatedPersonalAccessToken CREATED = CreatedPersonalAccessToken.builder()
            .id("2c9180")
            .name("ci")
            .secret(Secret.of("canary"))
            .build();

    /** What no service should do. */
    @RestController
    static class Careless {
        @GetMapping("/careless")
        Mono<CreatedPersonalAccessToken> created() {
            return Mono.just(CREATED);
        }
    }

    @Test
    void jackson3WritesNothing() {
        JsonMapper mapper = new JsonMapper();
        for (Object value : new Object[] {CREATED.getSecret(), CREATED}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(catchThrowable(() -> mapper.writeValue(out, value))).hasMessageContaining(MESSAGE);
            assertThat(out.size()).isZero();
        }
        assertThat(catchThrowable(() -> mapper.writeValueAsString(Map.of("secret", CREATED.getSecret()))))
                .hasStackTraceContaining(MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jackson", "jackson2"})
    void aControllerThatReturnsTheCreatedTokenFails(String mapper) {
        try (SandboxTenant tenant = SandboxTenant.start();
                RunningService service = RunningService.with(
                        tenant, Careless.class, "--spring.http.codecs.preferred-json-mapper=" + mapper)) {
            service.client()
                    .get()
                    .uri("/careless")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(500)
                    .expectBody(String.class)
                    .value(body -> assertThat(body).doesNotContain("canary", "2c9180"));
        }
    }

    @Test
    void springConvertsATextWithoutAConverter() {
        assertThat(new DefaultConversionService().convert("canary", Secret.class))
                .isEqualTo(Secret.of("canary"));
    }
}
