package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.output.TokenFields;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkPatch;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Ids with a JSON Patch (RFC 6902) each. */
final class PatchLines implements BulkAction<BulkPatch, PersonalAccessToken> {
    private static final Set<String> MEMBERS = Set.of("ref", "id", "patch");

    @Override
    public BulkPatch read(JsonMembers line) {
        line.allowOnly(MEMBERS);
        return BulkPatch.of(line.required("id"), JsonPatch.parse(line.json("patch")));
    }

    @Override
    public BulkJob<BulkLine<BulkPatch>, PersonalAccessToken> job(
            PersonalAccessTokens tokens, Publisher<BulkLine<BulkPatch>> lines, BulkOptions options) {
        return tokens.patchAll(lines, options, BulkLine::toRequest);
    }

    @Override
    public String nameOrId(BulkPatch request) {
        return request.getId();
    }

    @Override
    public String change() {
        return "patch";
    }

    @Override
    public Map<String, @Nullable Object> token(PersonalAccessToken result) {
        return TokenFields.of(result);
    }
}
