package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.observation.CallOutcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The values of low-cardinality keys. */
final class KeyText {
    static final String NONE = "none";

    private static final int MANY = 4;

    private KeyText() {}

    static String outcome(@Nullable CallOutcome outcome) {
        return outcome == null ? NONE : lower(outcome);
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String exception(@Nullable Throwable error) {
        if (error == null) {
            return NONE;
        }
        String simple = error.getClass().getSimpleName();
        return simple.isEmpty() ? error.getClass().getName() : simple;
    }

    static String status(int status) {
        return status == 0 ? NONE : Integer.toString(status);
    }

    static String attempts(int attempts) {
        return attempts < MANY ? Integer.toString(attempts) : MANY + "+";
    }
}
