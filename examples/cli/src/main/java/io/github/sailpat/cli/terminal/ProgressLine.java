package io.github.sailpat.cli.terminal;

import io.github.sailpat.cli.screen.TextColumns;
import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints progress on standard error: one line that is redrawn on a terminal, otherwise a line at intervals. */
public final class ProgressLine implements AutoCloseable {
    private static final int REDRAW_MILLIS = 200;
    private static final int NOTE_MILLIS = 10_000;
    /** The beginning of the line, which is then empty (ECMA-48: EL). */
    static final String CLEAR = "\r\u001B[K";

    private final CommandEnvironment shell;
    private final Supplier<String> text;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread created = new Thread(work, "progress");
        created.setDaemon(true);
        return created;
    });

    private final ScheduledFuture<?> drawing;

    /**
     * Starts.
     *
     * @param shell where
     * @param text supplies the text of each line; empty for none now
     */
    public ProgressLine(CommandEnvironment shell, Supplier<String> text) {
        this.shell = shell;
        this.text = text;
        int period = shell.stderrTerminal() ? REDRAW_MILLIS : NOTE_MILLIS;
        this.drawing = timer.scheduleWithFixedDelay(this::show, period, period, TimeUnit.MILLISECONDS);
    }

    private synchronized void show() {
        if (drawing.isCancelled()) {
            return;
        }
        String line = text.get();
        if (line.isEmpty()) {
            return;
        }
        if (shell.stderrTerminal()) {
            // One cell less: some terminals begin a new line when the last one is filled.
            redraw(CLEAR + TextColumns.cut(line, shell.screen().columns() - 1));
        } else {
            shell.note("tokens: " + line);
        }
    }

    /** Stops, and clears the line on a terminal. */
    @Override
    public synchronized void close() {
        drawing.cancel(false);
        timer.shutdown();
        if (shell.stderrTerminal()) {
            redraw(CLEAR);
        }
    }

    private void redraw(String line) {
        PrintStream err = shell.err();
        synchronized (err) {
            err.print(line);
            err.flush();
        }
    }
}
