package io.github.sailpat.cli.bulk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of a bulk job whose lines could not be written to standard output. Their ids go to standard error.
 */
final class UndeliveredOutcomes {
    /** So many ids that a note is not cut off. */
    private static final int IDS_OF_A_NOTE = 48;

    private final String change;
    private final List<String> secrets = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    /**
     * None.
     *
     * @param change what a line of this job does when it succeeds: create, patch or delete
     */
    UndeliveredOutcomes(String change) {
        this.change = change;
    }

    /** A token exists, and its secret was not delivered. */
    void addSecret(String id) {
        secrets.add(id);
    }

    /** What was asked for is done, and a secret, if there is one, was handed over. */
    void addChange(String id) {
        changes.add(id);
    }

    /** An outcome without a secret. */
    void add(BulkLine<?> line, String label, @Nullable String id) {
        if (label.equals("succeeded")) {
            addChange(id == null ? line.toString() : id);
        } else {
            others.add(line + " " + label);
        }
    }

    int count() {
        return secrets.size() + changes.size() + others.size();
    }

    /** What to say of them, without a secret. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        addNotes(notes, plural(secrets, "secret") + " could not be written, ids: ", secrets);
        if (!secrets.isEmpty()) {
            notes.add("the secrets of these tokens were not delivered: delete the tokens, and create others");
        }
        addNotes(notes, plural(changes, change) + " done, though the lines could not be written, ids: ", changes);
        addNotes(notes, plural(others, "other outcome") + " could not be written: ", others);
        return notes;
    }

    private static String plural(List<String> all, String one) {
        return all.size() + " " + one + (all.size() == 1 ? "" : one.endsWith("h") ? "es" : "s");
    }

    private static void addNotes(List<String> notes, String first, List<String> all) {
        for (int from = 0; from < all.size(); from += IDS_OF_A_NOTE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + IDS_OF_A_NOTE));
            notes.add((from == 0 ? first : "and: ") + String.join(", ", some));
        }
    }
}
