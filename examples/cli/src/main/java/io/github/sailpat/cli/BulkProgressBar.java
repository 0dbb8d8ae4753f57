package io.github.sailpat.cli;

import io.github.sailpat.reactive.BulkProgress;
import java.time.Duration;
import java.util.Locale;

/** The progress of a bulk job, as a line. */
final class BulkProgressBar {
    private static final int CELLS = 10;

    private BulkProgressBar() {}

    /**
     * The line.
     *
     * @param progress the job's
     * @param share of the input that was read, or negative if the size is not known
     */
    static String text(BulkProgress progress, double share) {
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
                        "%d done, %d failed, %d in flight, %d waiting for the rate limit, %.1f/s%s%s",
                        progress.getSucceeded(),
                        failed,
                        progress.getInFlight(),
                        progress.getWaitingForPermit(),
                        progress.getRatePerSecond(),
                        pause(progress.getRemainingPause()),
                        progress.isStopped() ? ", stopping" : ""))
                .toString();
    }

    private static String pause(Duration remaining) {
        return remaining.isZero()
                ? ""
                : ", waiting " + remaining.plusMillis(999).toSeconds() + " s because the tenant asks";
    }
}
