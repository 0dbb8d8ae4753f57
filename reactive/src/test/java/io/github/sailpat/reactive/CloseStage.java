package io.github.sailpat.reactive;

import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * A call that waits for something that never comes.
 *
 * @param maybeApplied whether it may have been applied then
 * @param isReached whether it has got to that wait
 */
record CloseStage(
        String name,
        boolean maybeApplied,
        BiFunction<SailPointClient.Builder, SandboxTenant, SailPointClient.Builder> client,
        Consumer<SandboxTenant> tenant,
        Function<PersonalAccessTokens, Publisher<?>> call,
        Predicate<SandboxTenant> isReached) {
    @Override
    public String toString() {
        return name;
    }

    static Stream<Arguments> stages() {
        RateLimiter paused = RateLimiter.slidingWindow(10, Duration.ofSeconds(1));
        paused.pause(Duration.ofSeconds(50));
        RateLimiter throttled = RateLimiter.slidingWindow(9, Duration.ofSeconds(1));
        return Stream.of(
                        new CloseStage(
                                "limiter",
                                false,
                                (b, t) -> withCredentials(b, t).rateLimiter(paused),
                                t -> {},
                                t -> t.delete("x"),
                                t -> true),
                        new CloseStage(
                                "pool",
                                false,
                                (b, t) -> withCredentials(b, t).maxConnections(1),
                                stall(Operation.DELETE),
                                t -> Mono.fromRunnable(() ->
                                                t.delete("x").onErrorComplete().subscribe())
                                        .then(t.delete("y")),
                                received(Operation.DELETE)),
                        new CloseStage(
                                "own provider",
                                false,
                                (b, tenant) -> withoutAccessToken(b),
                                t -> {},
                                t -> t.delete("x"),
                                t -> true),
                        new CloseStage(
                                "access token",
                                false,
                                CloseStage::withCredentials,
                                stall(Operation.TOKEN),
                                t -> t.delete("x"),
                                received(Operation.TOKEN)),
                        new CloseStage(
                                "delete",
                                true,
                                CloseStage::withCredentials,
                                stall(Operation.DELETE),
                                t -> t.delete("x"),
                                received(Operation.DELETE)),
                        new CloseStage(
                                "patch",
                                true,
                                CloseStage::withCredentials,
                                stall(Operation.PATCH),
                                t -> t.patch("x", p -> p.name("y")),
                                received(Operation.PATCH)),
                        new CloseStage(
                                "create",
                                true,
                                CloseStage::withCredentials,
                                stall(Operation.CREATE),
                                t -> t.create(r -> r.name("y")),
                                received(Operation.CREATE)),
                        new CloseStage(
                                "list, header",
                                false,
                                CloseStage::withCredentials,
                                stall(Operation.LIST),
                                PersonalAccessTokens::list,
                                received(Operation.LIST)),
                        new CloseStage(
                                "list, body",
                                false,
                                CloseStage::withCredentials,
                                fault(Fault.on(Operation.LIST).always().stallInBody(2_000)),
                                PersonalAccessTokens::list,
                                received(Operation.LIST)),
                        new CloseStage(
                                "create, body",
                                true,
                                CloseStage::withCredentials,
                                fault(Fault.on(Operation.CREATE).always().stallInBody(20)),
                                t -> t.create(r -> r.name("y")),
                                received(Operation.CREATE)),
                        new CloseStage(
                                "Retry-After",
                                true,
                                CloseStage::withCredentials,
                                fault(Fault.on(Operation.DELETE).always().status(503, "{}", "Retry-After", "30")),
                                t -> t.delete("x"),
                                received(Operation.DELETE)),
                        new CloseStage(
                                "429",
                                false,
                                (b, t) -> withCredentials(b, t).rateLimiter(throttled),
                                fault(Fault.on(Operation.DELETE).always().status(429, "{}", "Retry-After", "30")),
                                t -> t.delete("x"),
                                t -> throttled.getRemainingPause().compareTo(Duration.ZERO) > 0),
                        new CloseStage(
                                "reconciliation",
                                true,
                                CloseStage::withCredentials,
                                t -> {
                                    t.getFaults()
                                            .add(Fault.on(Operation.CREATE)
                                                    .always()
                                                    .resetAfterApplying());
                                    t.getFaults()
                                            .add(Fault.on(Operation.LIST)
                                                    .always()
                                                    .stall());
                                },
                                t -> t.create(r -> r.name("y")),
                                received(Operation.LIST)))
                .map(Arguments::of);
    }

    private static Predicate<SandboxTenant> received(Operation operation) {
        return tenant -> tenant.getLedger().count(operation) > 0;
    }

    static Consumer<SandboxTenant> stall(Operation operation) {
        return fault(Fault.on(operation).always().stall());
    }

    private static Consumer<SandboxTenant> fault(Fault fault) {
        return tenant -> tenant.getFaults().add(fault);
    }

    private static SailPointClient.Builder withoutAccessToken(SailPointClient.Builder builder) {
        return builder.accessTokenProvider(new AccessTokenProvider() {
            @Override
            public Mono<AccessToken> getAccessToken() {
                return Mono.never();
            }

            @Override
            public void reject(AccessToken token) {}
        });
    }

    static SailPointClient.Builder withCredentials(SailPointClient.Builder builder, SandboxTenant tenant) {
        return builder.clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()));
    }
}
