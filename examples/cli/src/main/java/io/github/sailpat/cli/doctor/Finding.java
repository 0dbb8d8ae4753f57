package io.github.sailpat.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check of {@code tokens doctor} has found.
 *
 * @param check what was checked
 * @param result how it went
 * @param detail one phrase
 */
record Finding(String check, Result result, String detail) {
    /** How a check went. */
    enum Result {
        OK,
        /** It works, but somebody should know. */
        WARNING,
        /** It could not be checked. */
        SKIPPED,
        /** It does not work: a matter of configuration or network. */
        FAILED,
        /** The credentials or their rights do not suffice. */
        REFUSED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String check, String detail) {
        return new Finding(check, Result.OK, detail);
    }

    static Finding warning(String check, String detail) {
        return new Finding(check, Result.WARNING, detail);
    }

    static Finding skipped(String check, String detail) {
        return new Finding(check, Result.SKIPPED, detail);
    }

    static Finding failed(String check, Throwable error) {
        return new Finding(check, Result.FAILED, String.valueOf(error.getMessage()));
    }

    static Finding refused(String check, String detail) {
        return new Finding(check, Result.REFUSED, detail);
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("check", check);
        fields.put("result", result.toString());
        fields.put("detail", detail);
        return fields;
    }
}
