package io.github.sailpat.reactive.internal.http.error;

import io.github.sailpat.reactive.internal.timing.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code Retry-After} (RFC 9110 section 10.2.3): seconds, or an HTTP-date, which is compared with the {@code Date} of
 * the same answer, so that clocks that differ do no harm. Of several values the latest counts; what is neither is
 * ignored.
 */
final class RetryAfter {
    /** Longer than any deadline: such a call fails at once. */
    private static final long MAX_SECONDS = 1_000_000_000;

    private RetryAfter() {}

    static @Nullable Duration parse(List<String> values, @Nullable String date) {
        Duration latest = null;
        for (String value : values) {
            Duration one = parseOne(value.strip(), date);
            if (one == null && value.contains(",")) {
                // Two headers that something on the way has folded into one; a date has a comma too.
                one = parse(List.of(value.split(",")), date);
            }
            if (one != null && (latest == null || one.compareTo(latest) > 0)) {
                latest = one;
            }
        }
        return latest;
    }

    private static @Nullable Duration parseOne(String value, @Nullable String date) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ofSeconds(value.length() > 9 ? MAX_SECONDS : Long.parseLong(value));
        }
        Instant until = HttpDate.parse(value);
        if (until == null) {
            return null;
        }
        Instant now = date == null ? null : HttpDate.parse(date);
        Duration wait = Duration.between(now == null ? Instant.now() : now, until);
        if (wait.toSeconds() > MAX_SECONDS) {
            return Duration.ofSeconds(MAX_SECONDS);
        }
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
