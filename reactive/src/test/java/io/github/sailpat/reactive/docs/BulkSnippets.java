package io.github.sailpat.reactive.docs;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.PersonalAccessTokens;
import reactor.core.publisher.Flux;

/** The code of bulk.md. */
final class BulkSnippets {
    private BulkSnippets() {}

    // spotless:off
    static Flux<?> bulk(PersonalAccessTokens tokens, Flux<String> ids) {
        BulkJob<String, String> job = tokens.deleteAll(ids, BulkOptions.create(o -> o
                .concurrency(64)
                .stopOnFailureShare(0.2, 500)));              // after 500 outcomes: stop if 20 % of them are failures

        Flux<BulkOutcome<String, String>> failures = job      // ids       a b c d …
                .filter(o -> !(o instanceof Succeeded));      // outcomes    c a d …  in the order of completion
        return failures;
    }
    // spotless:on
}
