package io.github.sailpat.reactive.docs;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.journal.FileBulkJournal;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.nio.file.Path;
import reactor.core.publisher.Flux;

/** The code of journal.md. */
final class JournalSnippets {
    private JournalSnippets() {}

    // spotless:off
    static Flux<?> journal(
            PersonalAccessTokens tokens,
            Flux<CreatePersonalAccessTokenRequest> requests,
            RotationSnippets.Vault vault) {
        BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> job = tokens.createAll(requests,
                BulkOptions.create(o -> o
                        .journal(FileBulkJournal.of(Path.of("creates.journal")))
                        .handOver(created -> vault.store(created.getName(), created))
                        .storedSecret(created -> vault.find(created))));
        return job;
    }
    // spotless:on
}
