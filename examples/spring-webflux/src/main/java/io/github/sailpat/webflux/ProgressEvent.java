package io.github.sailpat.webflux;

import io.github.sailpat.reactive.BulkProgress;

/**
 * How far a bulk job is.
 *
 * @param taken how many lines were taken
 * @param inFlight how many of them have no outcome yet
 * @param waitingForPermit how many of those wait for the rate limit
 * @param succeeded how many succeeded
 * @param failed how many were rejected or are unknown
 * @param ratePerSecond the mean rate
 * @param stopped whether the job was stopped before its end
 */
record ProgressEvent(
        long taken,
        int inFlight,
        int waitingForPermit,
        long succeeded,
        long failed,
        double ratePerSecond,
        boolean stopped) {

    static ProgressEvent of(BulkProgress progress) {
        return new ProgressEvent(
                progress.getTaken(),
                progress.getInFlight(),
                progress.getWaitingForPermit(),
                progress.getSucceeded(),
                progress.getRejected() + progress.getUnknown(),
                progress.getRatePerSecond(),
                progress.isStopped());
    }
}
