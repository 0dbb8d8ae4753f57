package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** What Reactor's own operators around an operation do, as the page on services says. */
class OperatorsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(5).tokensPerOwner(100));
    private final List<String> abandoned = new CopyOnWriteArrayList<>();
    private final TestClient client = TestClient.of(
            tenant,
            b -> TestClient.unlimited(b)
                    .onAbandonedCreate(create -> abandoned.add(create.getName()))
                    .retryPolicy(RetryPolicy.standard().withBackoff(Duration.ZERO, Duration.ZERO)));

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private long requests(Operation operation) {
        return tenant.getLedger().count(operation);
    }

    @Test
    void retryOfThreeAroundThreeAttemptsIsNineRequests() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(503, null));
        Throwable error = catchThrowable(
                () -> client.tokens().delete("x").retryWhen(Retry.max(2)).block(SOON));
        assertThat(error).hasCauseInstanceOf(ServerErrorException.class);
        assertThat(requests(Operation.DELETE)).isEqualTo(9);
    }

    @Test
    void repeatSendsTheRequestAgain() {
        client.tokens().list().repeat(2).blockLast(SOON);
        assertThat(requests(Operation.LIST)).isEqualTo(3);
    }

    @Test
    void timeoutAroundACreateThatWasSentIsAnAbandonedCreate() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().stall());
        Throwable error = catchThrowable(() -> client.tokens()
                .create(r -> r.name("late"))
                .timeout(Duration.ofMillis(500))
                .block(SOON));
        assertThat(Exceptions.unwrap(error)).isInstanceOf(TimeoutException.class);
        assertThat(abandoned).containsExactly("late");
    }

    @Test
    void cacheAndShareAreOneRequest() {
        Mono<CreatedPersonalAccessToken> cached =
                client.tokens().create(r -> r.name("once")).cache();
        Mono<CreatedPersonalAccessToken> shared =
                client.tokens().create(r -> r.name("shared")).share();
        assertThat(Mono.zip(cached, cached).block(SOON).getT1().getId())
                .isEqualTo(cached.block(SOON).getId());
        Mono.zip(shared, shared).block(SOON);
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(2);
    }

    @Test
    void publishOnMovesTheSignalsToAnotherThread() {
        Flux<String> threads = client.tokens()
                .list()
                .publishOn(Schedulers.boundedElastic(), 1)
                .map(token -> Thread.currentThread().getName());
        assertThat(threads.collectList().block(SOON)).hasSize(5).allMatch(name -> name.startsWith("boundedElastic"));
    }
}
