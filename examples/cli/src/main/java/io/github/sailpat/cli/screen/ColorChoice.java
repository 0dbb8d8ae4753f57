package io.github.sailpat.cli.screen;

import java.util.Locale;

/** When text has colours. */
public enum ColorChoice {
    /** On a terminal, unless {@code NO_COLOR} is set. */
    AUTO,
    /** In a pipe, too. */
    ALWAYS,
    /** Nowhere. */
    NEVER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
