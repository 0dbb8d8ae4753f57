package io.github.sailpat.audit;

import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts tokens by owner, for a bounded number of owners. */
final class OwnerCounter {
    private final int maxOwners;
    private final Map<String, Tally> tallies = new HashMap<>();
    private long others;

    OwnerCounter(int maxOwners) {
        this.maxOwners = maxOwners;
    }

    void add(PersonalAccessToken token, boolean unused) {
        Tally tally = find(token.getOwner());
        if (tally == null) {
            others++;
            return;
        }
        tally.total++;
        tally.neverExpiring += token.neverExpires() ? 1 : 0;
        tally.unused += unused ? 1 : 0;
        tally.overBroad += token.hasAllScopes() ? 1 : 0;
    }

    /** An owner is identified by the id or, without one, by the name. */
    private @Nullable Tally find(Owner owner) {
        String id = owner.getId();
        String name = owner.getName();
        String key = TextTruncation.cut(id != null ? "id " + id : name != null ? "name " + name : "");
        Tally tally = tallies.get(key);
        if (tally == null && tallies.size() < maxOwners) {
            tally = new Tally(TextTruncation.cut(owner));
            tallies.put(key, tally);
        }
        return tally;
    }

    List<OwnerCounts> counts() {
        return tallies.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Tally>>comparingLong(entry -> -entry.getValue().total)
                        .thenComparing(Map.Entry::getKey))
                .map(entry -> entry.getValue().counts())
                .toList();
    }

    long others() {
        return others;
    }

    /** The counts of one owner. */
    private static final class Tally {
        private final Owner owner;
        private long total;
        private long neverExpiring;
        private long unused;
        private long overBroad;

        Tally(Owner owner) {
            this.owner = owner;
        }

        OwnerCounts counts() {
            return OwnerCounts.builder()
                    .owner(owner)
                    .total(total)
                    .neverExpiring(neverExpiring)
                    .unused(unused)
                    .overBroad(overBroad)
                    .build();
        }
    }
}
