package io.github.sailpat.cli.audit;

import io.github.sailpat.cli.screen.Printable;

/**
 * Builds HTML. Text from outside must be added by {@link #text} or {@link #escape}.
 */
final class HtmlBuilder {
    private static final int LONGEST = 120;

    private final StringBuilder out = new StringBuilder(64 * 1024);

    /** Markup, which is not escaped. */
    HtmlBuilder raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Any text, cut and made harmless, with a direction of its own. */
    HtmlBuilder text(String any) {
        out.append("<bdi>").append(escape(any)).append("</bdi>");
        return this;
    }

    /** Any text for content and for attributes in quotes. */
    static String escape(String any) {
        String plain = Printable.plain(any);
        if (plain.length() > LONGEST) {
            int end = Character.isHighSurrogate(plain.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
            plain = plain.substring(0, end) + '…';
        }
        StringBuilder escaped = new StringBuilder(plain.length() + 16);
        for (int i = 0; i < plain.length(); i++) {
            char character = plain.charAt(i);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(character);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
