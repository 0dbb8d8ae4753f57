package io.github.sailpat.cli.audit;

import io.github.sailpat.cli.output.AuditNumbers;
import java.util.List;
import java.util.Locale;

/** Plots in SVG that take the width they get: what is horizontal is in percent. Styled by classes alone. */
final class AuditCharts {
    private static final int HEIGHT = 168;
    private static final int TOP = 18;
    private static final int BASE = 146;

    private AuditCharts() {}

    /**
     * A value with its name.
     *
     * @param label from outside or not
     * @param value the value
     * @param note for a row: one phrase more, or empty; for a column: what stands under it, or empty
     * @param quiet whether it is beside the scale's subject, as everything earlier is
     */
    record Bar(String label, long value, String note, boolean quiet) {}

    /** Horizontal bars, one a row, in a table that is read out as one. */
    static void rows(HtmlBuilder html, String style, String labels, String values, List<Bar> bars) {
        long most = bars.stream().mapToLong(Bar::value).max().orElse(0);
        html.raw("<table class=\"bars " + style
                + "\"><colgroup><col class=\"label\"><col><col class=\"count\"></colgroup>"
                + "<thead class=\"sr\"><tr><th scope=\"col\">" + labels
                + "</th><th scope=\"col\">Share</th><th scope=\"col\">" + values + "</th></tr></thead><tbody>\n");
        for (Bar bar : bars) {
            html.raw("<tr><th scope=\"row\">").text(bar.label());
            if (!bar.note().isEmpty()) {
                html.raw("<small>" + HtmlBuilder.escape(bar.note()) + "</small>");
            }
            html.raw("</th><td>" + line(bar.value(), most, bar.quiet()) + "</td><td class=\"n\">"
                    + AuditNumbers.count(bar.value()) + "</td></tr>\n");
        }
        html.raw("</tbody></table>\n");
    }

    /** A bar of its share of the whole. */
    static String line(long value, long whole, boolean quiet) {
        String fill = value == 0
                ? ""
                : "<rect class=\"" + (quiet ? "quiet" : "fill") + "\" width=\""
                        + percent(Math.max(0.012, (double) value / Math.max(1, whole))) + "\" height=\"8\" rx=\"4\"/>";
        return "<svg class=\"line\" aria-hidden=\"true\"><rect class=\"track\" width=\"100%\" height=\"8\" rx=\"4\"/>"
                + fill + "</svg>";
    }

    /** Columns next to each other, each with its value where a pointer rests. */
    static void columns(HtmlBuilder html, String title, List<Bar> bars) {
        long most = Math.max(1, bars.stream().mapToLong(Bar::value).max().orElse(1));
        double step = 1.0 / bars.size();
        html.raw("<svg class=\"columns\" role=\"img\" aria-label=\"" + HtmlBuilder.escape(title) + "\">\n");
        html.raw("<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"" + TOP + "\" y2=\"" + TOP + "\"/>"
                + "<text class=\"axis\" x=\"0\" y=\"" + (TOP - 5) + "\">" + AuditNumbers.count(most) + "</text>\n");
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double height = bar.value() == 0 ? 0 : Math.max(2, (double) (BASE - TOP) * bar.value() / most);
            html.raw(String.format(
                    Locale.ROOT,
                    "<g><title>%s: %s</title><rect class=\"hit\" x=\"%s\" width=\"%s\" y=\"%d\" height=\"%d\"/>"
                            + "<rect class=\"%s\" x=\"%s\" width=\"%s\" y=\"%.1f\" height=\"%.1f\" rx=\"2\"/></g>%n",
                    HtmlBuilder.escape(bar.label()),
                    AuditNumbers.count(bar.value()),
                    percent(i * step),
                    percent(step),
                    TOP,
                    BASE - TOP,
                    bar.quiet() ? "quiet" : "fill",
                    percent((i + 0.14) * step),
                    percent(0.72 * step),
                    BASE - height,
                    height));
            if (!bar.note().isEmpty()) {
                html.raw("<text class=\"axis\" x=\"" + percent((i + 0.14) * step) + "\" y=\"" + (HEIGHT - 5) + "\">"
                        + HtmlBuilder.escape(bar.note()) + "</text>\n");
            }
        }
        html.raw("<line class=\"base\" x1=\"0\" x2=\"100%\" y1=\"" + BASE + "\" y2=\"" + BASE + "\"/></svg>\n");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3f%%", 100 * share);
    }
}
