package io.github.sailpat.benchmarks;

import java.util.Locale;

/** Prints the results. */
final class Print {

    private Print() {}

    @SuppressWarnings("AnnotateFormatMethod")
    static void line(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
