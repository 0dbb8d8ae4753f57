package io.github.sailpat.reactive.internal.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.http.body.EmptyBodyDecoder;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class ClientObservationTest {
    private static final ApiCall<Void> CALL = new ApiCall<>(
            "delete",
            "DELETE",
            "/{id}",
            "/1",
            null,
            null,
            CallKind.DELETE,
            new EmptyBodyDecoder(Schedulers.parallel()));

    @Test
    void decoratesNothingWithoutAnObserver() {
        ClientObservation client = Unobserved.client();
        CallContext context = new CallContext(CALL, Duration.ofSeconds(1), TimeSource.system());
        Flux<String> call = Flux.just("a");
        Mono<String> fetch = Mono.just("access token");

        CallObservation observation = client.of(CALL, context);

        assertThat(observation).isSameAs(client.of(CALL, context));
        assertThat(observation.operation(call)).isSameAs(call);
        assertThat(observation.rateLimit(call)).isSameAs(call);
        assertThat(observation.attempt(call)).isSameAs(call);
        assertThat(client.accessTokenFetch(fetch)).isSameAs(fetch);
        assertThat(context.attempt().getPropagatedHeaders()).isSameAs(Map.of());
    }
}
