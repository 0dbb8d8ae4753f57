package io.github.sailpat.benchmarks;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneOptions;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxRequest;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What jobs need of what a tenant permits: their requests by the tenant's ledger, and their time in proportion to the
 * shortest in which so many requests are permitted, from the first one on.
 */
final class JobsBenchmark {
    private static final int LIMIT = 100;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration ENOUGH = Duration.ofMinutes(5);

    private JobsBenchmark() {}

    static void run(RunOptions effort) {
        int many = effort.pick(300, 50);
        int rotations = effort.pick(100, 20);
        Print.line("== jobs: %d requests in %d s allowed", LIMIT, WINDOW.toSeconds());
        // The short ones first: they warm the process up.
        measure("audits", 1, 50, 0, (tokens, ids) -> tokens.audit(AuditOptions.create(o -> o)));
        measure(
                "tokens pruned",
                50,
                50,
                0,
                (tokens, ids) -> tokens.prune(PruneOptions.create(o -> o.unusedFor(Duration.ofDays(30)))));
        measure("creates, 8 responses lost at once", 50, 0, 8, (tokens, ids) -> createAll(tokens, 50));
        measure("creates", many, 0, 0, (tokens, ids) -> createAll(tokens, many));
        measure("deletes", many, many, 0, (tokens, ids) -> tokens.deleteAll(ids, BulkOptions.create(o -> o)));
        measure(
                "rotations",
                rotations,
                rotations,
                0,
                (tokens, ids) -> tokens.rotateAll(
                        ids, RotationOptions.create(o -> o.maxTokens(1_000).handOver(created -> Mono.empty()))));
    }

    private static Publisher<?> createAll(PersonalAccessTokens tokens, int count) {
        return tokens.createAll(
                Flux.range(0, count).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("n" + i))),
                BulkOptions.create(o -> o));
    }

    private static void measure(
            String name,
            int results,
            int existing,
            int resets,
            BiFunction<PersonalAccessTokens, Flux<String>, Publisher<?>> job) {
        try (SandboxTenant tenant = SandboxTenant.start(
                        o -> o.rateLimit(LIMIT, WINDOW).tokens(0).tokensPerOwner(1_000));
                SailPointClient client = SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
                        .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret())))) {
            if (resets > 0) {
                tenant.getFaults().add(Fault.on(Operation.CREATE).times(resets).resetAfterApplying());
            }
            Instant longAgo = Instant.now().minus(Duration.ofDays(60));
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < existing; i++) {
                ids.add(tenant.addToken("t" + i, token -> token.withCreated(longAgo))
                        .id());
            }
            long count =
                    Objects.requireNonNull(Flux.from(job.apply(client.personalAccessTokens(), Flux.fromIterable(ids)))
                            .count()
                            .block(ENOUGH));
            print(name, results, count, tenant);
        }
    }

    private static void print(String name, int results, long outcomes, SandboxTenant tenant) {
        List<SandboxRequest> all = tenant.getLedger().getRequests();
        List<SandboxRequest> api =
                all.stream().filter(r -> r.operation() != Operation.TOKEN).toList();
        double seconds = (arrivals(api).max().orElse(0) - arrivals(api).min().orElse(0)) / 1e9;
        long permitted = (api.size() - 1) / LIMIT * WINDOW.toSeconds();
        Print.line(
                "  %d %s: %d outcomes, %d requests, %d of them lists, %d refused, and %d for access tokens; %.2f s%s",
                results,
                name,
                outcomes,
                api.size(),
                api.stream().filter(r -> r.operation() == Operation.LIST).count(),
                api.stream().filter(r -> Objects.equals(r.status(), 429)).count(),
                all.size() - api.size(),
                seconds,
                permitted == 0 ? "" : String.format(", %.3f of what is permitted", seconds / permitted));
    }

    private static LongStream arrivals(List<SandboxRequest> requests) {
        return requests.stream().mapToLong(SandboxRequest::arrival);
    }
}
