package io.github.sailpat.reactive.docs;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

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

    /** Where the reader stores secrets. */
    interface Vault {
        Mono<Void> store(String name, CreatedPersonalAccessToken token);
    }

    /** Where the reader keeps what could not be stored. */
    interface Emergency {
        void keep(Object secret);
    }

    static List<Flux<?>> create(
            PersonalAccessTokens tokens,
            Flux<CreatePersonalAccessTokenRequest> requests,
            Vault vault,
            Emergency emergency) {
        BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> creates = tokens.createAll(requests,
                BulkOptions.create(o -> o
                        .handOver(created -> vault.store(created.getName(), created))
                        .onUndeliveredSecret(created -> emergency.keep(created))));  // if the hand-over fails

        Flux<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>> some = creates
                .publishOn(Schedulers.parallel())
                .take(3)
                .doOnDiscard(BulkOutcome.class, outcome -> emergency.keep(outcome)); // after the operators that may drop
        return List.of(creates, some);
    }
    // spotless:on
}
