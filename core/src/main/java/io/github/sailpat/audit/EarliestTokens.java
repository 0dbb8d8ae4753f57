package io.github.sailpat.audit;

import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the tokens with the earliest dates, up to a maximum number. Of equal dates, the first added is kept. */
final class EarliestTokens {
    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::date).thenComparingLong(Entry::number);

    private final int most;
    /** The latest is at the head, because it is removed first. */
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(ORDER.reversed());

    private long number;

    private record Entry(Instant date, long number, TokenSummary token) {}

    EarliestTokens(int most) {
        this.most = most;
    }

    void add(Instant date, PersonalAccessToken token) {
        Entry latest = entries.peek();
        if (entries.size() < most) {
            entries.add(new Entry(date, number++, TokenSummary.of(token)));
        } else if (latest != null && date.isBefore(latest.date())) {
            entries.poll();
            entries.add(new Entry(date, number++, TokenSummary.of(token)));
        }
    }

    List<TokenSummary> tokens() {
        return entries.stream().sorted(ORDER).map(Entry::token).toList();
    }
}
