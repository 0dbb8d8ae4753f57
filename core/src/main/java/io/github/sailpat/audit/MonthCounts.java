package io.github.sailpat.audit;

import java.time.YearMonth;
import java.util.Map;
import org.immutables.value.Value;

/** How many tokens fall into each month, in UTC. */
@Value.Immutable
public interface MonthCounts {
    /**
     * How many fall before the months that are counted one by one.
     *
     * @return the number
     */
    long getEarlier();

    /**
     * The months in their order, without a gap: a month in between that has none is there with zero.
     *
     * @return the number of each month
     */
    Map<YearMonth, Long> getMonths();

    /**
     * How many fall after the months that are counted one by one.
     *
     * @return the number
     */
    long getLater();

    /**
     * A new builder, for tests and fakes.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds {@link MonthCounts}. */
    final class Builder extends ImmutableMonthCounts.Builder {
        Builder() {}
    }
}
