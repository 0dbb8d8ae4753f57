package io.github.sailpat.cli.bulk;

import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a journal says of earlier runs of the same job.
 *
 * @param recent the keys of the inputs that were begun in the last seven days, in which a job is resumed
 * @param done the keys of those that have an outcome
 * @param failed those of them that have not succeeded
 */
public record EarlierOutcomes(Set<String> recent, Set<String> done, Set<String> failed) {
    static final EarlierOutcomes NONE = new EarlierOutcomes(Set.of(), Set.of(), Set.of());

    private static final Duration RECENTLY = Duration.ofDays(7);

    static EarlierOutcomes of(List<BulkJournalEntry> entries, Instant now) {
        Set<String> recent = new HashSet<>();
        Set<String> done = new HashSet<>();
        Set<String> failed = new HashSet<>();
        for (BulkJournalEntry entry : entries) {
            if (entry.getAt().isAfter(now.minus(RECENTLY))) {
                recent.add(entry.getKey());
            }
            if (entry.getState().isFinal()) {
                done.add(entry.getKey());
                if (entry.getState() != BulkJournalState.SUCCEEDED) {
                    failed.add(entry.getKey());
                }
            }
        }
        return new EarlierOutcomes(recent, done, failed);
    }

    /**
     * What to say of the inputs of this run that were done before.
     *
     * @param inputs how many, and of what
     * @param failures how many of them have not succeeded
     */
    public static String note(String inputs, long failures) {
        return "tokens: " + inputs + " had an outcome before this run"
                + (failures == 0 ? "" : ", " + failures + " of them no success: see --status");
    }
}
