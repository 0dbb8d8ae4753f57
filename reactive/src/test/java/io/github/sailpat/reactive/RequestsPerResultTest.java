package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What the tenant permits is requests, so a result costs as few of them as it can. */
class RequestsPerResultTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(200));
    private final TestClient client = TestClient.of(
            tenant, b -> TestClient.unlimited(b).maxConnections(64).responseTimeout(Duration.ofSeconds(15)));

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private List<String> tokens(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> tenant.addToken("t" + i))
                .map(SandboxToken::id)
                .toList();
    }

    private long requests() {
        return tenant.getLedger().getRequests().size() - tenant.getLedger().count(Operation.TOKEN);
    }

    @Test
    void createPatchAndDeleteAreOneEach() {
        String id = client.tokens().create(r -> r.name("a")).block(SOON).getId();
        assertThat(requests()).isEqualTo(1);

        client.tokens().patch(id, p -> p.name("b")).block(SOON);
        assertThat(requests()).isEqualTo(2);

        client.tokens().delete(id).block(SOON);
        assertThat(requests()).isEqualTo(3);
    }

    @Test
    void bulkJobsAreOneForEachItem() {
        Flux<CreatePersonalAccessTokenRequest> creates =
                Flux.range(0, 50).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("n" + i)));
        assertThat(client.tokens()
                        .createAll(creates, BulkOptions.create(o -> o))
                        .collectList()
                        .block(SOON))
                .hasSize(50)
                .allMatch(Succeeded.class::isInstance);
        assertThat(requests()).isEqualTo(50);
    }

    @Test
    void anAuditIsOneList() {
        tokens(30);
        assertThat(client.tokens()
                        .audit(AuditOptions.create(o -> o))
                        .block(SOON)
                        .getTotal())
                .isEqualTo(30);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void aPruneIsOneListAndADeleteForEach() {
        Instant longAgo = Instant.now().minus(Duration.ofDays(300));
        for (int i = 0; i < 20; i++) {
            tenant.addToken("old" + i, token -> token.withCreated(longAgo));
        }
        assertThat(client.tokens()
                        .prune(PruneOptions.create(o -> o.unusedFor(Duration.ofDays(90))))
                        .collectList()
                        .block(SOON))
                .hasSize(20);
        assertThat(requests()).isEqualTo(21);
    }

    /** The tokens of the first 20 creates exist, those of the others do not. */
    @Test
    void ambiguousCreatesShareAList() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).times(20).resetAfterApplying());
        tenant.getFaults().add(Fault.on(Operation.CREATE).times(20).resetBeforeRead());

        List<String> lost = Flux.range(0, 40)
                .flatMap(
                        i -> client.tokens()
                                .create(r -> r.name("n" + i))
                                .map(created -> "created " + created.getId())
                                .onErrorResume(SecretLostException.class, e -> Mono.just("lost " + e.getId())),
                        40)
                .collectList()
                .block(SOON);

        assertThat(lost)
                .containsExactlyInAnyOrderElementsOf(tenant.getLedger().getTokens().stream()
                        .map(token -> (lost.contains("lost " + token.id()) ? "lost " : "created ") + token.id())
                        .toList())
                .hasSize(40)
                .filteredOn(outcome -> outcome.startsWith("lost"))
                .hasSize(20);
        assertThat(tenant.getLedger().count(Operation.LIST)).isLessThanOrEqualTo(4);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(60);
    }

    /** The list is made on behalf of the first create, which has given up before the tenant answers. */
    @Test
    void listThatACreateHasGivenUpIsMadeAgainForTheOthers() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).times(8).resetAfterApplying());
        tenant.getFaults().add(Fault.on(Operation.LIST).times(1).stall());
        AtomicReference<Disposable> first = new AtomicReference<>();
        List<Mono<String>> creates = IntStream.range(0, 8)
                .mapToObj(i -> client.tokens()
                        .create(r -> r.name("n" + i))
                        .map(created -> "created")
                        .onErrorResume(e -> Mono.just(e.getClass().getSimpleName())))
                .toList();
        first.set(creates.get(0).subscribe());
        Mono<List<String>> others = Flux.merge(creates.subList(1, 8)).collectList();

        StepVerifier.create(others.doOnSubscribe(
                        s -> Schedulers.parallel().schedule(() -> first.get().dispose(), 600, TimeUnit.MILLISECONDS)))
                .assertNext(outcomes -> assertThat(outcomes).hasSize(7).containsOnly("SecretLostException"))
                .expectComplete()
                .verify(SOON);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 1", "30, 1", "30, 4", "100, 4", "100, 32"})
    void tenRotationsShareAList(int count, int concurrency) {
        Vault vault = new Vault();
        RotationOptions options = RotationOptions.create(
                o -> o.maxTokens(200).concurrency(concurrency).handOver(vault::store));

        assertThat(client.tokens()
                        .rotateAll(Flux.fromIterable(tokens(count)), options)
                        .collectList()
                        .block(SOON))
                .hasSize(count)
                .allMatch(Succeeded.class::isInstance);

        assertThat(tenant.getLedger().count(Operation.LIST)).isLessThanOrEqualTo((count + 9) / 10 + 1);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(count);
        assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(count);
        assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(count + 1);
        vault.assertHasAllThatLives(tenant);
    }
}
