package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.cli.output.JsonLinesFormat;
import io.github.sailpat.cli.output.TokenColumns;
import io.github.sailpat.cli.output.TokenFields;
import io.github.sailpat.cli.screen.Cell;
import io.github.sailpat.cli.screen.Column;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.cli.screen.TableLayout;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneCandidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Unused tokens, as the input of a bulk job. */
final class PruneLines implements BulkAction<PruneCandidate, String> {
    /** The date in a reason, which has the number of days as well. */
    private static final Pattern DATE = Pattern.compile(" \\d{4}-\\d{2}-\\d{2},");

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

    /** A table of the candidates. */
    static TableLayout layout(Screen screen) {
        return TableLayout.of(
                List.of(
                        Column.fixed("ID", 32, 0),
                        Column.text("NAME", 12, 40, 1),
                        Column.text("OWNER", 12, 24, 3),
                        Column.fixed("WHY", 32, 2)),
                screen);
    }

    static List<Cell> row(PruneCandidate candidate) {
        return List.of(
                Cell.of(candidate.getToken().getId()),
                Cell.of(TokenColumns.name(candidate.getToken().getName())),
                Cell.of(AuditNumbers.owner(candidate.getToken().getOwner())),
                Cell.of(DATE.matcher(candidate.getReason()).replaceFirst("")));
    }
}
