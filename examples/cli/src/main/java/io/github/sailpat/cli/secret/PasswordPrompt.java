package io.github.sailpat.cli.secret;

import java.io.IOException;

/** Asks for a secret without showing what is typed. */
@FunctionalInterface
public interface PasswordPrompt {
    /**
     * Asks.
     *
     * @param question what to show
     * @return what was typed, without the line break
     * @throws IOException if there is no terminal
     */
    String ask(String question) throws IOException;
}
