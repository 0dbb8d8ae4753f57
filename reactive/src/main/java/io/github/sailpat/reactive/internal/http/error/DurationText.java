package io.github.sailpat.reactive.internal.http.error;

import java.time.Duration;

/** Formats a duration for an error message. */
public final class DurationText {
    private DurationText() {}

    /**
     * Whole seconds as {@code 5 s}, everything else in milliseconds as {@code 250 ms}.
     *
     * @param duration the duration
     * @return the text
     */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
