package io.github.sailpat.cli.screen;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The width of the process's terminal. Java has no call for it, so {@code stty} is asked, once for each size. */
public final class TerminalSize implements IntSupplier {
    private static final File TERMINAL = new File("/dev/tty");
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d+ (\\d{1,5})\\s*");
    private static final long TIMEOUT_SECONDS = 2;

    private int columns;
    private volatile boolean stale = true;

    /** The terminal has another size now. */
    public void forget() {
        stale = true;
    }

    /** The width in cells, or zero if there is no terminal. */
    @Override
    public synchronized int getAsInt() {
        if (stale) {
            stale = false; // before the question, because the size may change while it is asked
            columns = ask();
        }
        return columns;
    }

    private static int ask() {
        if (!TERMINAL.exists()) {
            return 0;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!stty.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    return 0;
                }
                String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                Matcher matcher = ROWS_AND_COLUMNS.matcher(size);
                return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            } finally {
                stty.destroyForcibly();
            }
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
