package io.github.sailpat.cli.terminal;

import io.github.sailpat.reactive.BulkProgress;
import java.time.Duration;
import java.util.Locale;

/** The progress of a bulk job, as a line. What matters most stands first, because a narrow terminal cuts the rest. */
public final class BulkProgressBar {
    private static final int CELLS = 10;
    private static final Duration LONGEST = Duration.ofDays(100);

    private BulkProgressBar() {}

    /**
     * The line.
     *
     * @param progress the job's
     * @param share of the input that was read, or negative if the size is not known
     */
    public static String text(BulkProgress progress, double share) {
        StringBuilder text = new StringBuilder();
        if (share >= 0) {
            int filled = (int) (share * CELLS);
            text.append('[')
                    .append("#".repeat(filled))
                    .append(".".repeat(CELLS - filled))
                    .append("] ");
        }
        long failed = progress.getOutcomes() - progress.getSucceeded() - progress.getNotAttempted();
        return text.append(String.format(
                        Locale.ROOT,
                        "%d done, %d failed, %.1f/s%s%s%s, %d in flight, %d waiting for the rate limit",
                        progress.getSucceeded(),
                        failed,
                        progress.getRatePerSecond(),
                        pause(progress.getRemainingPause()),
                        left(progress, share),
                        progress.isStopped() ? ", stopping" : "",
                        progress.getInFlight(),
                        progress.getWaitingForPermit()))
                .toString();
    }

    /** What it waits for; empty for nothing. */
    public static String pause(Duration remaining) {
        return remaining.isZero()
                ? ""
                : ", waiting " + remaining.plusMillis(999).toSeconds() + " s because the tenant asks";
    }

    /** The time that the rest takes at the rate so far. */
    private static String left(BulkProgress progress, double share) {
        double rate = progress.getRatePerSecond();
        if (share <= 0 || share >= 1 || rate <= 0) {
            return "";
        }
        double seconds = progress.getOutcomes() * (1 - share) / share / rate;
        if (seconds > LONGEST.toSeconds()) {
            return "";
        }
        return seconds < 100
                ? String.format(Locale.ROOT, ", %.0f s left", Math.max(1, seconds))
                : String.format(Locale.ROOT, ", %.0f min left", seconds / 60);
    }
}
