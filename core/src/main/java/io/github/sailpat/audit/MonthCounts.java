package io.github.sailpat.audit;

import java.time.YearMonth;
import java.util.Map;
import org.immutables.value.Value;

/** The number of tokens in each month, in UTC. */
@Value.Immutable
public interface MonthCounts {
    /**
     * The number of tokens before the months that are counted separately.
     *
     * @return the number
     */
    long getEarlier();

    /**
     * The months in order, without gaps: a month without tokens has zero.
     *
     * @return the number of each month
     */
    Map<YearMonth, Long> getMonths();

    /**
     * The number of tokens after the months that are counted separately.
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
