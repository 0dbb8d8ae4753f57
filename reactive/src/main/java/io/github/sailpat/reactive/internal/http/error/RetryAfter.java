package io.github.sailpat.reactive.internal.http.error;

import io.github.sailpat.reactive.internal.timing.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code Retry-After} (RFC 9110 section 10.2.3): seconds, or an HTTP-date, which is compared with the
 * {@code Date} of the same response, so that the result does not depend on the local clock. A fraction of a second,
 * which the RFC does not know, is rounded up. Of several values the longest applies. Values of another form are
 * ignored.
 */
final class RetryAfter {
    /** Longer values are reduced to this one, which is longer than any deadline. */
    private static final long MAX_SECONDS = 1_000_000_000;

    private static final Pattern SECONDS = Pattern.compile("([0-9]+)(?:\\.([0-9]*))?");

    private RetryAfter() {}

    static @Nullable Duration parse(List<String> values, @Nullable String date, Instant here) {
        Duration longest = null;
        for (String value : values) {
            Duration one = parseOne(value.strip(), date, here);
            if (one == null && value.contains(",")) {
                // A proxy may combine two headers into one (RFC 9110 section 5.3). A date has a comma too.
                one = parse(List.of(value.split(",")), date, here);
            }
            if (one != null && (longest == null || one.compareTo(longest) > 0)) {
                longest = one;
            }
        }
        return longest;
    }

    private static @Nullable Duration parseOne(String value, @Nullable String date, Instant here) {
        Matcher seconds = SECONDS.matcher(value);
        if (seconds.matches()) {
            String whole = seconds.group(1);
            String fraction = seconds.group(2);
            boolean more = fraction != null && fraction.chars().anyMatch(digit -> digit != '0');
            return Duration.ofSeconds(whole.length() > 9 ? MAX_SECONDS : Long.parseLong(whole) + (more ? 1 : 0));
        }
        Instant until = HttpDate.parse(value);
        if (until == null) {
            return null;
        }
        Instant now = date == null ? null : HttpDate.parse(date);
        Duration wait = Duration.between(now == null ? here : now, until);
        if (wait.toSeconds() > MAX_SECONDS) {
            return Duration.ofSeconds(MAX_SECONDS);
        }
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
