package io.github.sailpat.cli.output;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines of comma-separated values (RFC 4180), which end with CR LF. A list is joined with spaces; {@code null} is an
 * empty field, and an empty text a quoted one. A spreadsheet takes a cell for a formula if it begins with one of
 * {@code = + - @} or a control character. Such a cell gets an apostrophe in front, unless the data are to be raw.
 */
public final class CsvLines {
    /** The signs of a formula, also in their full-width forms, and what a spreadsheet skips in front of them. */
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@＝＋－＠\\p{Cc}].*", Pattern.DOTALL);

    private static final Pattern TO_QUOTE = Pattern.compile("[,\"\r\n]");

    private final boolean raw;

    public CsvLines(boolean raw) {
        this.raw = raw;
    }

    public String line(List<? extends @Nullable Object> cells) {
        return cells.stream().map(this::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
                : value.toString();
        boolean formula = !raw
                && !(value instanceof Number || value instanceof Exact)
                && FORMULA.matcher(text).matches();
        return quoted(formula ? '\'' + text : text);
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty() && !TO_QUOTE.matcher(text).find();
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** A text that is never changed, because it is of no use then: a secret. */
    record Exact(String text) {
        @Override
        public String toString() {
            return text;
        }
    }
}
