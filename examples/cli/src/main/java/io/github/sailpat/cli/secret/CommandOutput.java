package io.github.sailpat.cli.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    private static final int MOST_BYTES = 64 * 1024;

    /**
     * Runs a program with nothing on its standard input. Its standard error is that of this process.
     *
     * @param command the program and its arguments
     * @return what it has printed
     * @throws IOException if it cannot be started, or does not end within a minute
     */
    public static CommandOutput of(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process));
            process.getOutputStream().close();
            byte[] bytes = output.get(ChildProcess.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it has printed more than " + MOST_BYTES + " bytes");
            }
            int exitCode = ChildProcess.exitCode(process);
            return new CommandOutput(exitCode, new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", ""));
        } catch (TimeoutException e) {
            throw ChildProcess.timeout();
        } catch (ExecutionException e) {
            throw new IOException("its output cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("it was interrupted", e);
        } finally {
            ChildProcess.destroy(process);
        }
    }

    private static byte[] read(Process process) {
        try {
            return process.getInputStream().readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** Without the text, which may be a secret. */
    @Override
    public String toString() {
        return "CommandOutput[" + exitCode + ']';
    }
}
