package io.github.sailpat.audit;

import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The few tokens with the earliest dates of any number; of equal dates, those that came first. */
final class EarliestTokens {
    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::date).thenComparingLong(Entry::number);

    private final int most;
    /** The latest of them at its head: it is the first to go. */
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
