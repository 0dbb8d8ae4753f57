package io.github.sailpat.audit;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/** Counts instants by month, within a range of months. */
final class MonthCounter {
    private final long first;
    private final long[] counts;
    private long earlier;
    private long later;

    MonthCounter(YearMonth first, YearMonth last) {
        this.first = number(first);
        this.counts = new long[(int) (number(last) - this.first) + 1];
    }

    void add(Instant instant) {
        long index = instant.atOffset(ZoneOffset.UTC).getLong(ChronoField.PROLEPTIC_MONTH) - first;
        if (index < 0) {
            earlier++;
        } else if (index >= counts.length) {
            later++;
        } else {
            counts[(int) index]++;
        }
    }

    /** Without months that have no tokens at either end of the range. */
    MonthCounts counts() {
        MonthCounts.Builder months = MonthCounts.builder();
        months.earlier(earlier).later(later);
        int from = 0;
        int to = counts.length;
        while (to > 0 && counts[to - 1] == 0) {
            to--;
        }
        while (from < to && counts[from] == 0) {
            from++;
        }
        for (int i = from; i < to; i++) {
            months.putMonths(YearMonth.of(0, 1).plusMonths(first + i), counts[i]);
        }
        return months.build();
    }

    private static long number(YearMonth month) {
        return month.getLong(ChronoField.PROLEPTIC_MONTH);
    }
}
