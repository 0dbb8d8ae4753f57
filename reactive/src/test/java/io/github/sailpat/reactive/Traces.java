package io.github.sailpat.reactive;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Everything that an exception prints, with its causes and what was suppressed. */
final class Traces {
    private Traces() {}

    static String of(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
