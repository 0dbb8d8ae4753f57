package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.output.JsonLinesFormat;
import io.github.sailpat.cli.terminal.BlockingSubscriber;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.cli.terminal.Results;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.journal.FileBulkJournal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints a journal: a line for each input that has not succeeded, and the counts on standard error. */
public final class JournalStatus {
    private JournalStatus() {}

    /** The last entries of a journal. */
    static List<BulkJournalEntry> read(FileBulkJournal journal) {
        List<BulkJournalEntry> entries = new ArrayList<>();
        BlockingSubscriber.of(journal.read()).forEach(entries::add, () -> {});
        return entries;
    }

    public static int print(FileBulkJournal journal, CommandEnvironment shell) {
        int done = 0;
        int open = 0;
        int lost = 0;
        int others = 0;
        Results results = new Results(shell.out());
        for (BulkJournalEntry entry : read(journal)) {
            switch (entry.getState()) {
                case SUCCEEDED -> done++;
                case SECRET_LOST -> lost++;
                case REJECTED, UNKNOWN -> others++;
                default -> open++;
            }
            if (entry.getState() != BulkJournalState.SUCCEEDED) {
                results.write(JsonLinesFormat.line(fields(entry)));
            }
        }
        results.flush();
        shell.note(
                "tokens: " + done + " done, " + open + " open, " + lost + " lost, " + others + " rejected or unknown");
        return ExitCode.DONE;
    }

    private static Map<String, @Nullable Object> fields(BulkJournalEntry entry) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("key", entry.getKey());
        fields.put("state", entry.getState().name().toLowerCase(Locale.ROOT));
        fields.put("at", entry.getAt().toString());
        put(fields, "name", entry.getName());
        put(fields, "id", entry.getId());
        put(fields, "error", entry.getError());
        put(fields, "status", entry.getStatus());
        put(fields, "trackingId", entry.getTrackingId());
        return fields;
    }

    private static void put(Map<String, @Nullable Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
