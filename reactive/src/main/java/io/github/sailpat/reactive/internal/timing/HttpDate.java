package io.github.sailpat.reactive.internal.timing;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** The dates of HTTP headers in all three forms that a recipient must accept (RFC 9110 section 5.6.7). */
public final class HttpDate {
    /** Twice as long as the longest form. Netty throws where a value is longer still. */
    private static final int LONGEST = 64;

    private HttpDate() {}

    /**
     * Reads a date.
     *
     * @param value a header's value
     * @return the time, or {@code null} if it is no date
     */
    public static @Nullable Instant parse(String value) {
        Date date = value.isEmpty() || value.length() > LONGEST ? null : DateFormatter.parseHttpDate(value);
        return date == null ? null : date.toInstant();
    }
}
