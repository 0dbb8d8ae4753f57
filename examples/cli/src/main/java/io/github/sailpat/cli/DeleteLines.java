package io.github.sailpat.cli;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Ids. The rest of a token may stand there too, so that what {@code list} prints can be deleted as it is. */
final class DeleteLines implements BulkLines<String, String> {
    private static final Set<String> MEMBERS = Set.of(
            "ref",
            "id",
            "secret",
            "name",
            "scope",
            "owner",
            "created",
            "lastUsed",
            "managed",
            "accessTokenValiditySeconds",
            "expirationDate",
            "userAwareTokenNeverExpires");

    @Override
    public String read(Members line) {
        line.allowOnly(MEMBERS);
        return line.required("id");
    }

    @Override
    public BulkJob<BulkLine<String>, String> job(
            PersonalAccessTokens tokens, Publisher<BulkLine<String>> lines, BulkOptions options) {
        return tokens.deleteAll(lines, options, BulkLine::toRequest);
    }

    @Override
    public String change() {
        return "delete";
    }

    @Override
    public @Nullable Map<String, @Nullable Object> token(String result) {
        return null;
    }
}
