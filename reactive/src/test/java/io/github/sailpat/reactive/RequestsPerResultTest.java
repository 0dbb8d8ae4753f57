package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

/** What the tenant permits is requests, so a result costs as few of them as it can. */
class RequestsPerResultTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(200));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);

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
