package io.github.sailpat.cli.secret;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A command that gets the secret on its standard input, and the token's id and name, as in a path, as {@code TOKENS_ID}
 * and {@code TOKENS_NAME}. If it fails, the secret counts as not handed over.
 */
final class ExecTarget extends SecretTarget {
    /** The first version of Java that encodes environment variables as it does the names of files. */
    private static final int FIRST_WITH_JNU_ENCODING = 18;

    /** How the environment variables of another process are encoded; on Windows they have any character. */
    private static final Charset ENVIRONMENT = environmentCharset();

    private final String commandLine;

    ExecTarget(String commandLine) {
        super(true);
        this.commandLine = commandLine;
    }

    private static Charset environmentCharset() {
        if (ChildProcess.isWindows()) {
            return StandardCharsets.UTF_8;
        }
        return Runtime.version().feature() < FIRST_WITH_JNU_ENCODING
                ? Charset.defaultCharset()
                : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    @Override
    public void put(CreatedPersonalAccessToken token) {
        try {
            checkName(token.getName());
            int exitCode = run(token);
            if (exitCode != 0) {
                throw new HandOverException("the command has failed with exit code " + exitCode, null);
            }
        } catch (IllegalArgumentException e) {
            throw new HandOverException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new HandOverException("the command has failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HandOverException("the command was interrupted", e);
        }
    }

    /** What it prints on standard output is not read: it may start a program that goes on and holds it open. */
    private int run(CreatedPersonalAccessToken token) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(ChildProcess.shellWithoutInterrupt(commandLine))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "TOKENS_ID", token.getId(), "TOKENS_NAME", SuccessorName.withoutSuffix(token.getName())));
        Process process = builder.start();
        try {
            feed(process, token.getSecret().reveal());
            return ChildProcess.exitCode(process);
        } finally {
            ChildProcess.destroy(process);
        }
    }

    /** A program may end without reading its input. */
    private static void feed(Process process, String input) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Its exit code says whether that was a failure.
        }
    }

    @Override
    public void checkName(String name) {
        if (name.indexOf('\0') >= 0 || !ENVIRONMENT.newEncoder().canEncode(SuccessorName.withoutSuffix(name))) {
            throw new IllegalArgumentException("the name cannot be the variable TOKENS_NAME in " + ENVIRONMENT
                    + ", which the locale of this process has; set LC_ALL=C.UTF-8");
        }
    }

    @Override
    public Duration longest() {
        return ChildProcess.TIMEOUT;
    }
}
