package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class PruneTest {
    private static final Duration QUARTER = Duration.ofDays(90);
    private static final Duration DAY = Duration.ofDays(1);

    private final Instant now = Instant.now();
    private final Instant old = now.minus(Duration.ofDays(400));
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0).rateLimitOff());
    private final TestClient client = TestClient.of(
            tenant,
            b -> TestClient.unlimited(b).retryPolicy(RetryPolicy.standard().withMaxAttempts(1)));

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private String add(String name, UnaryOperator<SandboxToken> change) {
        return tenant.addToken(name, token -> change.apply(token.withCreated(old)))
                .id();
    }

    private List<String> addStale(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> add("stale-" + i, t -> t.withLastUsed(old)))
                .toList();
    }

    private Set<String> deleted() {
        return Set.copyOf(tenant.getLedger().getDeletedIds());
    }

    @Test
    void everyGuardHoldsAndNothingElseIsDeleted() {
        String unused = add("unused", t -> t.withLastUsed(now.minus(QUARTER).minus(DAY.multipliedBy(2))));
        String neverUsed = add("never used", t -> t);
        add("used today", t -> t.withLastUsed(now));
        add("within the margin", t -> t.withLastUsed(now.minus(QUARTER).minusSeconds(60)));
        add("young", t -> t.withCreated(now.minus(QUARTER)));
        add("managed", t -> t.withManaged(true));
        add("managed and unused", t -> t.withManaged(true).withLastUsed(old));
        add("from the future", t -> t.withLastUsed(now.plus(DAY)));
        add("without a date", t -> t.withCreated(Instant.EPOCH));
        add("kept", t -> t.withId("Kept-Id"));

        List<BulkOutcome<PruneCandidate, String>> outcomes = Outcomes.of(client.tokens()
                .prune(PruneOptions.create(o -> o.unusedFor(QUARTER).keep("kept-iD"))));

        assertThat(deleted()).containsExactlyInAnyOrder(unused, neverUsed);
        assertThat(outcomes).hasSize(2).allMatch(Succeeded.class::isInstance);
        assertThat(outcomes)
                .extracting(outcome -> outcome.getInput().getReason())
                .anyMatch(reason -> reason.startsWith("never used, created "))
                .anyMatch(reason -> reason.startsWith("last used ") && reason.endsWith(", 92 days ago"));
        assertThat(tenant.getLedger().getTokens()).hasSize(8);
    }

    @Test
    void theClientsOwnTokenIsKeptWhateverTheListSays() {
        String others = add("stale", t -> t);
        String own = tenant.getClientId().toUpperCase(Locale.ROOT);
        tenant.getFaults()
                .add(Fault.on(Operation.LIST)
                        .always()
                        .body("[" + listed(own) + ',' + listed(others) + ']', "application/json"));

        Outcomes.of(client.tokens().prune(PruneOptions.unusedFor(QUARTER)));

        assertThat(deleted()).containsExactly(others);
        assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(1);
    }

    private static String listed(String id) {
        return "{\"id\":\"" + id + "\",\"name\":\"n\",\"created\":\"2020-01-01T00:00:00Z\"}";
    }

    @Test
    void theGuardOfTheClientsOwnTokenCannotBeSwitchedOff() {
        assertThatThrownBy(() -> PruneOptions.create(
                        o -> o.unusedFor(QUARTER).bulkOptions(BulkOptions.create(b -> b.allowOwnClient(true)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowOwnClient");
    }

    @Test
    void clientWithAProviderRequiresAKeptId() {
        AccessTokenProvider provider = AccessTokenProvider.constant(AccessToken.of("a-bearer"));
        SailPointClient unknown =
                SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl()).accessTokenProvider(provider));
        try (unknown) {
            StepVerifier.create(unknown.personalAccessTokens().prune(PruneOptions.unusedFor(QUARTER)))
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("keep"))
                    .verify(SOON);
            assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
        }
    }

    @Test
    void aTimeFinerThanTheTenantsOwnIsRefused() {
        assertThatThrownBy(() -> PruneOptions.unusedFor(Duration.ofHours(47)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 days");
        assertThatThrownBy(() -> PruneOptions.create(o -> o.unusedFor(QUARTER).limit(0L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limit");
    }

    @Test
    void candidatesAreADryRun() {
        Set<String> stale = Set.copyOf(addStale(20));

        List<PruneCandidate> candidates = client.tokens()
                .pruneCandidates(PruneOptions.unusedFor(QUARTER))
                .collectList()
                .block(SOON);

        assertThat(candidates.stream().map(c -> c.getToken().getId()).collect(Collectors.toSet()))
                .isEqualTo(stale);
        assertThat(candidates).allMatch(c -> c.getReason().contains("400 days ago"));
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();
    }

    @Test
    void noMoreThanTheLimitAreDeleted() {
        addStale(30);

        List<?> outcomes = Outcomes.of(client.tokens()
                .prune(PruneOptions.create(o -> o.unusedFor(QUARTER).limit(7L))));

        assertThat(outcomes).hasSize(7);
        assertThat(tenant.getLedger().getDeletesApplied()).isEqualTo(7);
        assertThat(tenant.getLedger().getTokens()).hasSize(23);
    }

    @Test
    void onlyTokensOfTheQueryAreRead() {
        String mine = add("mine", t -> t);
        add("theirs", t -> t.withOwner("somebody", "Somebody Else"));

        Outcomes.of(client.tokens()
                .prune(PruneOptions.create(o -> o.unusedFor(QUARTER).query(q -> q.ownedByMe()))));

        assertThat(deleted()).containsExactly(mine);
    }

    @Test
    void faultsAreOutcomesThatTheLedgerConfirms() {
        Set<String> stale = Set.copyOf(addStale(120));
        String used = add("used", t -> t.withLastUsed(now));
        tenant.getFaults().add(Fault.on(Operation.DELETE).every(5).status(403, null));
        tenant.getFaults().add(Fault.on(Operation.DELETE).every(7).resetAfterApplying());

        List<BulkOutcome<PruneCandidate, String>> outcomes =
                Outcomes.of(client.tokens().prune(PruneOptions.unusedFor(QUARTER)));

        Outcomes.assertOneEach(outcomes, 120);
        for (BulkOutcome<PruneCandidate, String> outcome : outcomes) {
            String id = outcome.getInput().getToken().getId();
            assertThat(stale).contains(id);
            if (outcome instanceof Succeeded) {
                assertThat(deleted()).contains(id);
            } else if (outcome instanceof BulkOutcome.Rejected) {
                assertThat(tenant.getLedger().findById(id)).isNotNull();
            }
        }
        assertThat(outcomes.stream().map(Outcomes::kind)).contains("Succeeded", "Rejected", "Unknown");
        assertThat(tenant.getLedger().findById(used)).isNotNull();
    }

    @Test
    void tokenThatAnotherJobHasDeletedIsDone() {
        List<String> stale = addStale(3);
        tenant.getFaults()
                .add(Fault.on(Operation.DELETE)
                        .matching(request -> request.path().endsWith(stale.get(1)))
                        .status(404, "{\"detailCode\":\"404\",\"messages\":[]}"));

        assertThat(Outcomes.of(client.tokens().prune(PruneOptions.unusedFor(QUARTER))))
                .extracting(Outcomes::kind)
                .containsExactly("Succeeded", "Succeeded", "Succeeded");
        assertThat(Outcomes.of(client.tokens().deleteAll(Flux.just("unknown"), BulkOptions.standard())))
                .extracting(Outcomes::kind)
                .containsExactly("Rejected");
    }

    @Test
    void aListThatBreaksOffEndsTheJobWithItsErrorAfterTheOutcomes() {
        addStale(50);
        tenant.getFaults().add(Fault.on(Operation.LIST).resetInBody(8_000));

        StepVerifier.create(
                        client.tokens().prune(PruneOptions.unusedFor(QUARTER)).collectList())
                .expectError(TransportException.class)
                .verify(SOON);

        assertThat(tenant.getLedger().getDeletesApplied()).isBetween(1L, 49L);
    }
}
