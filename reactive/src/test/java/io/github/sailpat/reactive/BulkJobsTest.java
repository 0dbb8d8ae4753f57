package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static io.github.sailpat.reactive.Outcomes.assertOneEach;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkOutcome.Rejected;
import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.BulkOutcome.Unknown;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.test.StepVerifier;

class BulkJobsTest {
    private final SandboxTenant tenant = SandboxTenant.start(
            o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000).ownTokenListed(true));
    private final TestClient client = TestClient.of(
            tenant,
            b -> TestClient.unlimited(b)
                    .responseTimeout(Duration.ofMillis(700))
                    .retryPolicy(RetryPolicy.standard().withBackoff(Duration.ofMillis(5), Duration.ofMillis(20))));

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private List<String> addTokens(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> tenant.addToken("token-" + i).id())
                .toList();
    }

    private static Flux<CreatePersonalAccessTokenRequest> requests(int count) {
        return Flux.range(0, count).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("bulk-" + i)));
    }

    @Test
    void outcomesMatchTheLedgerDespiteMixedFaults() {
        Fault create = Fault.on(Operation.CREATE);
        tenant.getFaults().add(create.every(7).resetAfterApplying());
        tenant.getFaults().add(create.every(11).status(403, null));
        tenant.getFaults().add(create.every(13).truncateBody(40));
        tenant.getFaults().add(create.every(17).status(503, null));
        tenant.getFaults().add(create.every(19).resetBeforeRead());
        tenant.getFaults().add(create.every(23).status(400, "{}"));
        tenant.getFaults().add(create.every(97).stallAfterApplying());
        tenant.getFaults().add(Fault.on(Operation.LIST).every(20).status(403, null));

        BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> job =
                client.tokens().createAll(requests(600), BulkOptions.standard());
        var outcomes = Outcomes.of(job);

        assertOneEach(outcomes, 600);
        for (var outcome : outcomes) {
            List<SandboxToken> found =
                    tenant.getLedger().findByName(outcome.getInput().getName());
            assertThat(outcome.getInput().getName()).isEqualTo("bulk-" + outcome.getIndex());
            if (outcome instanceof Succeeded<?, CreatedPersonalAccessToken> succeeded) {
                assertThat(found).singleElement().satisfies(token -> {
                    assertThat(token.id()).isEqualTo(succeeded.getResult().getId());
                    assertThat(token.secret())
                            .isEqualTo(succeeded.getResult().getSecret().reveal());
                });
            } else if (outcome instanceof SecretLost<?, ?> lost) {
                assertThat(found).singleElement().extracting(SandboxToken::id).isEqualTo(lost.getId());
            } else if (outcome instanceof Rejected) {
                assertThat(found).isEmpty();
                assertThat(outcome.getError()).isNotNull();
            } else {
                assertThat(outcome).isInstanceOf(Unknown.class);
                assertThat(found).hasSizeLessThan(2);
            }
        }
        assertThat(outcomes.stream().map(Outcomes::kind).collect(Collectors.toSet()))
                .contains("Succeeded", "SecretLost", "Rejected", "Unknown");
        assertThat(outcomes).anyMatch(o -> o instanceof Succeeded && o.getAttempts() > 1);
        BulkProgress progress = job.getProgress();
        assertThat(progress.getTaken()).isEqualTo(600);
        assertThat(progress.getOutcomes()).isEqualTo(600);
        assertThat(progress.getInFlight()).isZero();
        assertThat(progress.getRatePerSecond()).isPositive();
        assertThat(progress.getSucceeded())
                .isEqualTo(outcomes.stream().filter(Succeeded.class::isInstance).count());
    }

    @Test
    void deletesMatchTheLedgerDespiteFaults() {
        List<String> ids = addTokens(400);
        Fault delete = Fault.on(Operation.DELETE);
        tenant.getFaults().add(delete.every(5).resetAfterApplying());
        tenant.getFaults().add(delete.every(7).status(500, null));
        tenant.getFaults().add(delete.every(9).status(403, null));
        tenant.getFaults().add(delete.every(11).status(429, null, "Retry-After", "1"));

        var outcomes = Outcomes.of(
                client.tokens().deleteAll(Flux.fromIterable(ids), BulkOptions.create(b -> b.concurrency(8))));

        assertOneEach(outcomes, 400);
        Set<String> deleted = Set.copyOf(tenant.getLedger().getDeletedIds());
        for (var outcome : outcomes) {
            if (outcome instanceof Succeeded<String, String> succeeded) {
                assertThat(deleted).contains(succeeded.getResult());
            } else if (outcome instanceof Rejected) {
                assertThat(outcome.getError()).isInstanceOf(ForbiddenException.class);
                assertThat(deleted).doesNotContain(outcome.getInput());
            } else {
                assertThat(outcome).isInstanceOf(Unknown.class);
            }
        }
    }

    @Test
    void definiteErrorAfterAnAmbiguousOneIsUnknown() {
        String id = tenant.addToken("once").id();
        tenant.getFaults().add(Fault.on(Operation.DELETE).times(1).resetAfterRead());
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(403, null));

        var outcome =
                client.tokens().deleteAll(Flux.just(id), BulkOptions.standard()).blockLast(SOON);

        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(outcome.getError()).isInstanceOf(ForbiddenException.class);
        assertThat(outcome.getAttempts()).isEqualTo(2);
    }

    @Test
    void eachErrorHasItsOutcome() {
        addTokens(1);
        assertCase(Fault.on(Operation.DELETE).always().status(500, null), Unknown.class, ServerErrorException.class);
        assertCase(Fault.on(Operation.DELETE).always().resetAfterRead(), Unknown.class, TransportException.class);
        assertCase(Fault.on(Operation.DELETE).always().status(400, null), Rejected.class, BadRequestException.class);
        assertCase(Fault.on(Operation.DELETE).always().status(404, null), Rejected.class, NotFoundException.class);
        assertCase(
                Fault.on(Operation.DELETE).always().status(429, null, "Retry-After", "3600"),
                Rejected.class,
                RateLimitedException.class);
    }

    private void assertCase(Fault fault, Class<?> kind, Class<? extends Throwable> error) {
        tenant.getFaults().clear();
        tenant.getFaults().add(fault);
        var outcome = client.tokens()
                .deleteAll(Flux.just("some-id"), BulkOptions.standard())
                .blockLast(SOON);
        assertThat(outcome).isInstanceOf(kind);
        assertThat(outcome.getError()).isInstanceOf(error);
        assertThat(outcome.toString()).contains("index=0").doesNotContain("some-id");
    }

    @Test
    void failedTokenEndpointRejectsAndNothingIsSent() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(500, null));

        var outcomes = Outcomes.of(
                client.tokens().createAll(requests(3), BulkOptions.create(b -> b.deadline(Duration.ofSeconds(1)))));

        // The first one that fails stops the job: one that waits between two attempts then was not attempted.
        assertThat(outcomes)
                .hasSize(3)
                .anyMatch(Rejected.class::isInstance)
                .allMatch(outcome -> outcome instanceof Rejected || outcome instanceof NotAttempted)
                .allMatch(outcome -> outcome.getError() instanceof ServerErrorException);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isZero();
    }

    @Test
    void outcomeOfAPatchHasThePatchedToken() {
        List<String> ids = addTokens(50);
        tenant.getFaults().add(Fault.on(Operation.PATCH).times(8).resetAfterApplying());

        var outcomes = Outcomes.of(client.tokens()
                .patchAll(
                        Flux.fromIterable(ids)
                                .index((i, id) -> i % 2 == 0
                                        ? BulkPatch.of(id, p -> p.name("new-" + i))
                                        : BulkPatch.of(id, JsonPatch.create(p -> p.replace("/name", "new-" + i)))),
                        BulkOptions.create(b -> b.ordered(true))));

        assertThat(outcomes).hasSize(50).allSatisfy(outcome -> {
            assertThat(outcome.getInput().getId()).isEqualTo(ids.get((int) outcome.getIndex()));
            assertThat(outcome).isInstanceOf(Succeeded.class);
            PersonalAccessToken token = ((Succeeded<BulkPatch, PersonalAccessToken>) outcome).getResult();
            assertThat(token.getName()).isEqualTo("new-" + outcome.getIndex());
        });
    }

    @Test
    void invalidInputsAreRejectedAndTheOthersContinue() {
        List<String> ids = addTokens(2);
        List<String> inputs = List.of("", ids.get(0), "..", "a\nb", "boom", "none", ids.get(1));

        var outcomes = Outcomes.of(client.tokens()
                .deleteAll(Flux.fromIterable(inputs), BulkOptions.create(b -> b.ordered(true)), input -> {
                    if (input.equals("boom")) {
                        throw new IllegalStateException("not an id");
                    }
                    return input.equals("none") ? null : input;
                }));

        assertThat(outcomes.stream().map(BulkOutcome::getInput)).containsExactlyElementsOf(inputs);
        assertThat(outcomes.stream().map(Outcomes::kind))
                .containsExactly("Rejected", "Succeeded", "Rejected", "Rejected", "Rejected", "Rejected", "Succeeded");
        assertThat(outcomes.get(4).getError()).hasMessage("not an id");
        assertThat(outcomes.get(0).getAttempts()).isZero();
        assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(2);
    }

    @Test
    void hundredThousandInvalidInputsDoNotOverflowTheStack() {
        StepVerifier.create(client.tokens()
                        .deleteAll(Flux.range(0, 100_000), BulkOptions.standard(), i -> "")
                        .filter(Rejected.class::isInstance)
                        .count())
                .expectNext(100_000L)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void clientsOwnTokenIsRejected() {
        String own = tenant.getClientId();

        var deleted = Outcomes.of(client.tokens().deleteAll(Flux.just(own), BulkOptions.standard()));
        var patched = Outcomes.of(client.tokens()
                .patchAll(Flux.just(BulkPatch.of(own, p -> p.name("x"))), BulkOptions.standard()));

        assertThat(deleted).singleElement().isInstanceOf(Rejected.class);
        assertThat(patched).singleElement().isInstanceOf(Rejected.class);
        assertThat(deleted.get(0).getError()).hasMessageContaining("allowOwnClient");
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();

        var allowed =
                Outcomes.of(client.tokens().deleteAll(Flux.just(own), BulkOptions.create(b -> b.allowOwnClient(true))));
        assertThat(allowed).singleElement().isInstanceOf(Succeeded.class);
        assertThat(tenant.getLedger().findById(own)).isNull();
    }

    @Test
    void refusedCredentialsStopTheJob() {
        try (TestClient stranger =
                TestClient.of(tenant, b -> TestClient.unlimited(b).clientCredentials("nobody", Secret.of("wrong")))) {
            BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> job =
                    stranger.tokens().createAll(requests(10_000), BulkOptions.create(b -> b.concurrency(10)));
            var outcomes = Outcomes.of(job);

            assertThat(outcomes).hasSizeBetween(1, 20);
            assertThat(outcomes.get(0)).isInstanceOf(Rejected.class);
            assertThat(outcomes).allSatisfy(o -> assertThat(o.getError()).isInstanceOf(AuthenticationException.class));
            assertThat(job.getProgress().isStopped()).isTrue();
            assertThat(tenant.getLedger().count(Operation.CREATE)).isZero();
        }
    }

    @Test
    void permanentlyRefusedAccessTokenStopsTheJob() {
        List<String> ids = addTokens(300);
        tenant.getFaults()
                .add(Fault.on(Operation.DELETE)
                        .matching(request -> tenant.getLedger().getDeletesApplied() >= 100)
                        .always()
                        .status(401, null));

        var outcomes = Outcomes.of(
                client.tokens().deleteAll(Flux.fromIterable(ids), BulkOptions.create(b -> b.concurrency(10))));

        assertThat(outcomes.stream().filter(Succeeded.class::isInstance).count())
                .isEqualTo(tenant.getLedger().getDeletesApplied());
        assertThat(outcomes).hasSizeBetween(101, 130).anyMatch(Rejected.class::isInstance);
    }

    @Test
    void failureShareStopsTheJob() {
        List<String> ids = addTokens(1_000);
        tenant.getFaults().add(Fault.on(Operation.DELETE).every(2).status(403, null));

        var outcomes = Outcomes.of(client.tokens()
                .deleteAll(
                        Flux.fromIterable(ids),
                        BulkOptions.create(b -> b.concurrency(4).stopOnFailureShare(0.4, 50))));

        assertThat(outcomes).hasSizeBetween(50, 60);
        assertOneEach(outcomes, outcomes.size());
    }

    @Test
    void errorOfTheSourceIsEmittedAfterItemsInFlight() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().delay(Duration.ofMillis(100)));

        StepVerifier.create(client.tokens()
                        .createAll(
                                requests(10).concatWith(Flux.error(new IllegalStateException("the file broke off"))),
                                BulkOptions.standard())
                        .filter(Succeeded.class::isInstance))
                .expectNextCount(10)
                .expectErrorMessage("the file broke off")
                .verify(SOON);
    }

    @Test
    void sourceThatEmitsMoreThanRequestedHasFailed() {
        Flux<String> flood = Flux.from(subscriber -> {
            subscriber.onSubscribe(Operators.emptySubscription());
            for (int i = 0; i < 100; i++) {
                subscriber.onNext("id-" + i);
            }
            subscriber.onComplete();
        });

        StepVerifier.create(client.tokens().deleteAll(flood, BulkOptions.create(b -> b.concurrency(4))))
                .thenConsumeWhile(outcome -> true)
                .expectErrorMessage(
                        "the source of the job emitted more elements than were requested, which Reactive Streams rule 1.1 forbids")
                .verify(SOON);
    }

    @Test
    void orderedOutcomesAreInOrderBehindASlowItem() {
        List<String> ids = addTokens(200);
        tenant.getFaults().add(Fault.on(Operation.DELETE).every(10).delay(Duration.ofMillis(60)));

        StepVerifier.create(client.tokens()
                        .deleteAll(
                                Flux.fromIterable(ids),
                                BulkOptions.create(b -> b.concurrency(16).ordered(true)))
                        .map(BulkOutcome::getInput)
                        .collectList())
                .expectNext(ids)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void invalidOptionsCannotBeBuilt() {
        assertThatThrownBy(() -> BulkOptions.create(b -> b.concurrency(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BulkOptions.create(b -> b.deadline(Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BulkOptions.create(b -> b.stopOnFailureShare(1.5, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        Duration forEver = ChronoUnit.FOREVER.getDuration();
        assertThatThrownBy(() -> BulkOptions.create(b -> b.deadline(forEver)))
                .hasMessageContaining("deadline must be above zero and at most 365 days");
        assertThatThrownBy(() -> BulkOptions.create(b -> b.patience(forEver))).hasMessageContaining("patience must");
        assertThatThrownBy(() -> BulkOptions.create(b -> b.handOverDeadline(forEver)))
                .hasMessageContaining("handOverDeadline must");
        assertThatThrownBy(() -> RotationOptions.create(
                        b -> b.handOver(t -> Mono.empty()).handOverDeadline(forEver)))
                .hasMessageContaining("handOverDeadline must");
        assertThatThrownBy(() -> RotationOptions.create(
                        b -> b.handOver(t -> Mono.empty()).patience(forEver)))
                .hasMessageContaining("patience must");
        assertThatThrownBy(() -> RotationOptions.create(
                        b -> b.handOver(t -> Mono.empty()).verificationDeadline(forEver)))
                .hasMessageContaining("verificationDeadline must");
        assertThat(new NotAttempted<String, String>("x", 0, 0, null).getError()).isNull();
    }
}
