package io.github.sailpat.benchmarks;

import java.util.Locale;

/** What a measurement came to, for people. */
final class Print {

    private Print() {}

    @SuppressWarnings("AnnotateFormatMethod")
    static void line(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
