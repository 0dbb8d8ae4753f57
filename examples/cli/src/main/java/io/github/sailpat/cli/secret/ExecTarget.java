package io.github.sailpat.cli.secret;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.io.IOException;
import java.util.Map;

/**
 * A command that gets the secret on its standard input, and the token's id and name, as in a path, as {@code TOKENS_ID}
 * and {@code TOKENS_NAME}. If it fails, the secret counts as not handed over.
 */
final class ExecTarget extends SecretTarget {
    private final String commandLine;

    ExecTarget(String commandLine) {
        super(true);
        this.commandLine = commandLine;
    }

    @Override
    public void put(CreatedPersonalAccessToken token) {
        try {
            CommandOutput output = CommandOutput.of(
                    CommandOutput.shell(commandLine),
                    Map.of("TOKENS_ID", token.getId(), "TOKENS_NAME", nameOf(token)),
                    token.getSecret().reveal());
            if (output.exitCode() != 0) {
                throw new HandOverException("the command has failed with exit code " + output.exitCode(), null);
            }
        } catch (IOException e) {
            throw new HandOverException("the command has failed: " + e.getMessage(), e);
        }
    }
}
