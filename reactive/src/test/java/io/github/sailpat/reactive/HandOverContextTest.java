package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.micrometer.context.ContextRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/** The Reactor Context and the thread-locals of a subscriber, as its hand-over functions see them. */
class HandOverContextTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String KEY = "request";
    private static final ThreadLocal<String> REQUEST = new ThreadLocal<>();

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, REQUEST);
    }

    @AfterAll
    static void remove() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
    }

    @AfterEach
    void close() {
        Hooks.disableAutomaticContextPropagation();
        client.close();
        tenant.close();
    }

    private void rotateAndCreate() {
        RotationOptions options =
                RotationOptions.create(o -> o.handOver(this::look).beforeDelete(this::look));
        client.tokens()
                .rotate(tenant.addToken("old").id(), options)
                .contextWrite(context -> context.put(KEY, "7"))
                .block(SOON);
        Outcomes.assertOneEach(
                client.tokens()
                        .createAll(
                                Flux.just(CreatePersonalAccessTokenRequest.create(r -> r.name("new"))),
                                BulkOptions.create(o -> o.handOver(this::look)))
                        .contextWrite(context -> context.put(KEY, "7"))
                        .collectList()
                        .block(SOON),
                1);
    }

    private Publisher<?> look(CreatedPersonalAccessToken token) {
        String before = REQUEST.get();
        return Mono.deferContextual(context -> {
            seen.add(before + " " + context.get(KEY));
            return Mono.empty();
        });
    }

    @Test
    void publisherHasTheContextOfTheSubscriber() {
        rotateAndCreate();
        assertThat(seen).hasSize(3).allMatch(values -> values.endsWith(" 7"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void functionHasTheThreadLocalsOfTheContextIfReactorPropagatesThem(boolean automatic) {
        if (automatic) {
            Hooks.enableAutomaticContextPropagation();
        }
        rotateAndCreate();
        assertThat(seen).hasSize(3).containsOnly(automatic ? "7 7" : "null 7");
    }
}
