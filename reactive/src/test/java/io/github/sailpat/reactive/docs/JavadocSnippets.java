package io.github.sailpat.reactive.docs;

import static io.github.sailpat.token.PersonalAccessTokenPatch.between;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.TokenAuditor;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.EnvironmentSettings;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneOptions;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.journal.FileBulkJournal;
import io.github.sailpat.reactive.micrometer.MicrometerObserver;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.LedgerAssert;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import io.github.sailpat.token.Secret;
import io.github.sailpat.token.TokenField;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The code of the Javadoc. */
final class JavadocSnippets {
    private JavadocSnippets() {}

    /** A line of a file, as the application reads it. */
    interface Row {
        int lineNumber();

        CreatePersonalAccessTokenRequest toRequest();
    }

    /** Where the reader stores secrets. */
    interface Vault extends RotationSnippets.Vault {
        Mono<Void> store(String id, Secret secret);
    }

    // spotless:off
    static String jsonPatch() {
        JsonPatch patch = JsonPatch.builder()
                .test("/name", "deploy")
                .replace("/name", "deploy-2")
                .add("/scope/-", "sp:scopes:default")
                .build();
        String body = patch.toJson(); // application/json-patch+json
        return body;
    }

    static PersonalAccessTokenPatch patch(PersonalAccessToken token) {
        return
                between(token, desired -> desired.name("deploy").scope(List.of("sp:scopes:default")).neverExpires());
    }

    static void fields(PersonalAccessToken token) {
        for (TokenField field : TokenField.values()) {
            System.out.println(field.getApiName() + ": " + field.get(token));
        }
    }

    static void faults() {
        Fault.on(Operation.CREATE).resetAfterApplying();                                  // the next create
        Fault.on(Operation.ANY).every(3).status(503, null, "Retry-After", "1");           // every third request
        Fault.on(Operation.LIST).always().truncateBody(700);
    }

    static void ledger(SandboxTenant tenant) {
        LedgerAssert.assertThat(tenant.getLedger())
                .hasToken("ci-deploy")
                .hasReceived(Operation.CREATE, 1)
                .hasApplied(Operation.CREATE, 1);
    }

    static void sandbox() {
        try (SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(5).rateLimitOff())) {
            // a client for tenant.getBaseUrl(), tenant.getClientId() and tenant.getClientSecret()
            assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(1);
        }
    }

    static Flux<BulkOutcome<String, String>> bulk(
            PersonalAccessTokens tokens, Flux<String> ids, Publisher<?> shutdown) {
        BulkJob<String, String> job = tokens.deleteAll(ids, BulkOptions.create(o -> o
                .concurrency(64)                 // items in flight; at most the client's connections
                .stopOnFailureShare(0.2, 500)    // stop if 20 % of at least 500 outcomes are failures
                .stopWhen(shutdown)));           // or when this publisher signals
        return job;
    }

    static SailPointClient environment() {
        EnvironmentSettings settings = EnvironmentSettings.ofFile(Path.of("acme.json"))
                .orElse(EnvironmentSettings.ofVariables(System.getenv()));
        SailPointClient client = SailPointClient.create(b -> b.environment(settings));
        return client;
    }

    static SailPointClient client(String id, String secret) {
        SailPointClient client = SailPointClient.create(b -> b
                .tenant("acme")
                .clientCredentials(id, Secret.of(secret)));
        return client;
    }

    static SailPointClient observed(
            EnvironmentSettings settings, ObservationRegistry observationRegistry, MeterRegistry meterRegistry) {
        SailPointClient client = SailPointClient.create(b -> b
                .environment(settings)
                .observer(MicrometerObserver.create(observationRegistry, meterRegistry)));
        return client;
    }

    static Mono<?> rotate(PersonalAccessTokens tokens, String id, Vault vault) {
        return
                tokens.rotate(id, created -> vault.store(created.getId(), created.getSecret()));
    }

    static Flux<?> rows(PersonalAccessTokens tokens, Flux<Row> rows) {
        return
                tokens.createAll(rows, BulkOptions.standard(), row -> row.toRequest())
                        .doOnNext(outcome -> report(outcome.getInput().lineNumber(), outcome));
    }

    static Mono<AuditReport> audit(PersonalAccessTokens tokens, AuditOptions options) {
        return
                tokens.list(options.getQuery())
                        .collect(() -> new TokenAuditor(options, Instant.now()), TokenAuditor::add)
                        .map(TokenAuditor::report);
    }

    static Flux<?> prune(PersonalAccessTokens tokens, PruneOptions options) {
        return
                tokens.deleteAll(
                        tokens.pruneCandidates(options),              // alone, this line is a dry run
                        BulkOptions.create(b -> b.from(options.getBulkOptions()).ignoreAbsent(true)),
                        candidate -> candidate.getToken().getId());
    }

    static RotationOptions rotation(Vault vault) {
        RotationOptions options = RotationOptions.create(o -> o
                .handOver((old, created) -> vault.store(old.getName(), created))
                .storedSecret(successor -> vault.find(successor))
                .beforeDelete(created -> Mono.delay(Duration.ofMinutes(5)))
                .handOverDeadline(Duration.ofMinutes(10)));
        return options;
    }

    static Flux<?> journal(
            PersonalAccessTokens tokens,
            Flux<CreatePersonalAccessTokenRequest> requests,
            Vault vault) {
        return
                tokens.createAll(requests, BulkOptions.create(o -> o
                        .handOver(created -> vault.store(created.getName(), created))
                        .journal(FileBulkJournal.of(Path.of("creates.journal")))));
    }
    // spotless:on

    private static void report(int line, BulkOutcome<?, ?> outcome) {
        System.out.println(line + ": " + outcome);
    }
}
