package io.github.sailpat.reactive.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.github.sailpat.reactive.internal.exchange.NoBody;
import io.github.sailpat.token.ApiVersion;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ClientWatchTest {
    private static final ApiCall<Void> CALL =
            new ApiCall<>("delete", "DELETE", "/{id}", "/1", null, null, CallKind.DELETE, new NoBody());

    @Test
    void withoutAnObserverNothingIsPutOnTheRoad() {
        ClientWatch client = new ClientWatch(null, ApiVersion.BETA, () -> 0, System::nanoTime);
        CallTrace trace = new CallTrace(CALL, Duration.ofSeconds(1), System::nanoTime);
        Flux<String> call = Flux.just("a");
        Mono<String> fetch = Mono.just("bearer");

        CallWatch watch = client.over(CALL, trace);

        assertThat(watch).isSameAs(client.over(CALL, trace));
        assertThat(watch.operation(call)).isSameAs(call);
        assertThat(watch.pace(call)).isSameAs(call);
        assertThat(watch.attempt(call)).isSameAs(call);
        assertThat(client.bearer(fetch)).isSameAs(fetch);
        assertThat(trace.propagated()).isSameAs(Map.of());
    }
}
