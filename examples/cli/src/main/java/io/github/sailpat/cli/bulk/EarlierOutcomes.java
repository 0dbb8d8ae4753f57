package io.github.sailpat.cli.bulk;

import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a journal says of earlier runs of the same job.
 *
 * @param known the keys of all inputs that were begun
 * @param done those that have an outcome
 * @param failures how many of these have not succeeded
 */
public record EarlierOutcomes(Set<String> known, Set<String> done, long failures) {
    static final EarlierOutcomes NONE = new EarlierOutcomes(Set.of(), Set.of(), 0);

    static EarlierOutcomes of(List<BulkJournalEntry> entries) {
        Set<String> known = new HashSet<>();
        Set<String> done = new HashSet<>();
        long failures = 0;
        for (BulkJournalEntry entry : entries) {
            known.add(entry.getKey());
            if (entry.getState().isFinal()) {
                done.add(entry.getKey());
                failures += entry.getState() == BulkJournalState.SUCCEEDED ? 0 : 1;
            }
        }
        return new EarlierOutcomes(known, done, failures);
    }

    /** What to say of the inputs that were done before. */
    public String note(long inputs) {
        return "tokens: " + inputs + " lines had an outcome before this run"
                + (failures == 0 ? "" : ", " + failures + " of them no success: see --status");
    }
}
