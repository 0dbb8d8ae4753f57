package io.github.sailpat.cli.screen;

/** How a cell looks if it means something. */
public enum Style {
    /** Nothing in particular. */
    PLAIN(""),
    /** It is too late. */
    ALARM("31"),
    /** It is time to act. */
    WARNING("33"),
    /** Probably not needed. */
    FAINT("2");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** The text between the control sequences of ECMA-48 (SGR). */
    String on(String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001B[" + code + 'm' + text + "\u001B[0m";
    }
}
