package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The client's default, with which this whole suite runs. */
class EventLoopTest {
    @Test
    void oneThreadExecutesListsThatStartOtherCalls() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(20));
                TestClient client = new TestClient(SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
                        .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()))))) {
            Set<String> threads = Flux.range(0, 4)
                    .flatMap(i -> client.tokens().list())
                    .flatMap(
                            token -> client.tokens()
                                    .list()
                                    .next()
                                    .then(Mono.fromCallable(
                                            () -> Thread.currentThread().getName())),
                            4)
                    .collect(Collectors.toSet())
                    .block(Duration.ofSeconds(60));

            assertThat(Objects.requireNonNull(threads)).hasSize(1).allMatch(name -> name.startsWith("sailpat"));
        }
    }
}
