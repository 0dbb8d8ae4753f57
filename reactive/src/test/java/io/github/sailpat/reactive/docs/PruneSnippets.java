package io.github.sailpat.reactive.docs;

import io.github.sailpat.audit.StaleTokenRule;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneCandidate;
import io.github.sailpat.reactive.PruneOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;

/** The code of prune.md. */
final class PruneSnippets {
    private PruneSnippets() {}

    // spotless:off
    static List<Object> prune(PersonalAccessTokens tokens, String identityId) {
        PruneOptions options = PruneOptions.create(o -> o
                .unusedFor(Duration.ofDays(90))                         // or never used, and created before that
                .query(q -> q.ownedBy(identityId))                      // default: all tokens of the tenant
                .limit(200L));

        Flux<PruneCandidate> dryRun = tokens.pruneCandidates(options);  // with a reason: last used 2026-01-31, 290 days ago
        BulkJob<PruneCandidate, String> job = tokens.prune(options);    // one outcome for each candidate
        return List.of(dryRun, job);
    }

    static BulkJob<PruneCandidate, String> byHand(PersonalAccessTokens tokens) {
        StaleTokenRule rule = new StaleTokenRule(Duration.ofDays(90), Instant.now());

        Flux<PruneCandidate> stale = tokens.list()                               // a b c d e …
                .filter(t -> String.valueOf(t.getName()).startsWith("ci-"))      // a   c d …
                .mapNotNull(t -> rule.reasonToPrune(t) == null                   //     c …      null: keep the token
                        ? null : PruneCandidate.of(t, rule.reasonToPrune(t)));

        BulkJob<PruneCandidate, String> deleted = tokens.deleteAll(stale, BulkOptions.standard(), c -> c.getToken().getId());
        return deleted;
    }
    // spotless:on
}
