package io.github.sailpat.cli;

import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneCandidate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Unused tokens, as the input of a bulk job. */
final class PruneLines implements BulkAction<PruneCandidate, String> {
    static BulkLine<PruneCandidate> line(long index, PruneCandidate candidate) {
        return new BulkLine<>(index, index + 1, 0, null, candidate.getToken().getId(), candidate, null);
    }

    @Override
    public PruneCandidate read(JsonMembers line) {
        throw new UnsupportedOperationException("candidates come from the tenant, not from lines");
    }

    @Override
    public BulkJob<BulkLine<PruneCandidate>, String> job(
            PersonalAccessTokens tokens, Publisher<BulkLine<PruneCandidate>> lines, BulkOptions options) {
        return tokens.deleteAll(
                lines,
                BulkOptions.create(b -> b.from(options).ignoreAbsent(true)),
                line -> line.toRequest().getToken().getId());
    }

    @Override
    public String nameOrId(PruneCandidate request) {
        return request.getToken().getId();
    }

    @Override
    public String change() {
        return "delete";
    }

    @Override
    public @Nullable Map<String, @Nullable Object> token(String result) {
        return null;
    }

    @Override
    public Map<String, @Nullable Object> details(PruneCandidate candidate) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", candidate.getToken().getName());
        fields.put("reason", candidate.getReason());
        return fields;
    }

    /** The line of a candidate in a dry run. */
    static String json(long index, PruneCandidate candidate) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("index", index);
        fields.put("id", candidate.getToken().getId());
        fields.put("reason", candidate.getReason());
        fields.put("token", TokenFields.of(candidate.getToken()));
        return JsonLinesFormat.line(fields);
    }

    static String row(PruneCandidate candidate) {
        return row(
                candidate.getToken().getId(),
                TableFormat.name(candidate.getToken().getName()),
                AuditNumbers.owner(candidate.getToken().getOwner()),
                candidate.getReason());
    }

    static String header() {
        return row("ID", "NAME", "OWNER", "WHY");
    }

    private static String row(String id, String name, String owner, String reason) {
        return TextColumns.fit(Printable.plain(id), 32) + "  " + TextColumns.fit(Printable.plain(name), 32) + "  "
                + TextColumns.fit(Printable.plain(owner), 20) + "  " + reason + '\n';
    }
}
