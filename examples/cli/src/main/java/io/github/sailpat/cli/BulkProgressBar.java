package io.github.sailpat.cli;

import io.github.sailpat.reactive.BulkProgress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** How far a bulk job is, on standard error: a line that is redrawn on a terminal, else a line now and then. */
final class BulkProgressBar implements AutoCloseable {
    private static final int REDRAW_MILLIS = 200;
    private static final int NOTE_MILLIS = 10_000;
    private static final int CELLS = 10;
    private static final String CLEAR = "\r\u001B[K";

    private final Shell shell;
    private final Supplier<BulkProgress> progress;
    private final DoubleSupplier share;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread created = new Thread(work, "bulk-progress");
        created.setDaemon(true);
        return created;
    });

    private final ScheduledFuture<?> drawing;

    /**
     * Begins.
     *
     * @param shell where
     * @param progress is asked each time
     * @param share of the input that was read, or negative if nobody knows
     */
    BulkProgressBar(Shell shell, Supplier<BulkProgress> progress, DoubleSupplier share) {
        this.shell = shell;
        this.progress = progress;
        this.share = share;
        int period = shell.watched() ? REDRAW_MILLIS : NOTE_MILLIS;
        this.drawing = timer.scheduleWithFixedDelay(this::show, period, period, TimeUnit.MILLISECONDS);
    }

    private synchronized void show() {
        if (drawing.isCancelled()) {
            return;
        }
        String text = text(progress.get(), share.getAsDouble());
        if (shell.watched()) {
            redraw(CLEAR + text);
        } else {
            shell.note("tokens: " + text);
        }
    }

    static String text(BulkProgress progress, double share) {
        StringBuilder text = new StringBuilder();
        if (share >= 0) {
            int filled = (int) (share * CELLS);
            text.append('[')
                    .append("#".repeat(filled))
                    .append(".".repeat(CELLS - filled))
                    .append("] ");
        }
        long failed = progress.getKnown() - progress.getSucceeded() - progress.getNotAttempted();
        return text.append(String.format(
                        Locale.ROOT,
                        "%d done, %d failed, %d in flight, %d wait for pace, %.1f/s%s",
                        progress.getSucceeded(),
                        failed,
                        progress.getInFlight(),
                        progress.getWaitingForPace(),
                        progress.getRatePerSecond(),
                        progress.isStopped() ? ", stopping" : ""))
                .toString();
    }

    /** Ends, and leaves nothing of it on a terminal. */
    @Override
    public synchronized void close() {
        drawing.cancel(false);
        timer.shutdown();
        if (shell.watched()) {
            redraw(CLEAR);
        }
    }

    private void redraw(String text) {
        PrintStream err = shell.err();
        err.print(text);
        err.flush();
    }
}
