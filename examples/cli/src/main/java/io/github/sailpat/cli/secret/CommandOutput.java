package io.github.sailpat.cli.secret;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What another program has printed.
 *
 * @param exitCode its exit code
 * @param text its standard output, without one line break at the end
 */
public record CommandOutput(int exitCode, String text) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MOST_BYTES = 64 * 1024;

    /**
     * Runs a program with nothing on its standard input. Its standard error is that of this process.
     *
     * @param command the program and its arguments
     * @return what it has printed
     * @throws IOException if it cannot be started, or does not end within a minute
     */
    public static CommandOutput of(List<String> command) throws IOException {
        return of(command, Map.of(), "");
    }

    /**
     * Runs a program.
     *
     * @param command the program and its arguments
     * @param variables its environment variables, beside those of this process
     * @param input its standard input
     * @return what it has printed
     * @throws IOException if it cannot be started, or does not end within a minute
     */
    public static CommandOutput of(List<String> command, Map<String, String> variables, String input)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process));
            feed(process, input);
            byte[] bytes = output.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("it has not ended within " + TIMEOUT.toSeconds() + " s");
            }
            String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
            return new CommandOutput(process.exitValue(), text);
        } catch (TimeoutException e) {
            throw new IOException("it has not ended within " + TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("its output cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("it was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A command line for the shell of the platform. */
    public static List<String> shell(String commandLine) {
        return System.getProperty("os.name", "").startsWith("Windows")
                ? List.of("cmd", "/c", commandLine)
                : List.of("/bin/sh", "-c", commandLine);
    }

    private static byte[] read(Process process) {
        try {
            return process.getInputStream().readNBytes(MOST_BYTES);
        } catch (IOException e) {
            return new byte[0];
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

    /** Without the text, which may be a secret. */
    @Override
    public String toString() {
        return "CommandOutput[" + exitCode + ']';
    }
}
