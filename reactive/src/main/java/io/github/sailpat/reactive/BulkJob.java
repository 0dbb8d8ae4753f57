package io.github.sailpat.reactive;

import reactor.core.publisher.Flux;

/**
 * A bulk operation: a {@code Flux} with exactly one outcome for each input, which can be stopped gracefully and reports
 * its progress.
 *
 * <pre>{@literal
 * source     --a--b--c--d|            source     --a--b--c--d--e-- cancelled
 * concurrency 2                       stop()     --------!
 * outcomes   ----A-----C-B--D|        outcomes   ----A-----B-c|    c waited for a permit: NotAttempted
 * }</pre>
 *
 * <p><b>Outcomes</b> are emitted in the order in which they become known, or in the order of the inputs if
 * {@link BulkOptions#isOrdered()}. An item that fails is an outcome and never terminates the stream. If the source
 * fails, the stream terminates with that error after the items in flight were reported. A {@code null} from the source,
 * or more elements than were requested, which Reactive Streams forbids, count as such a failure.
 *
 * <p><b>Demand.</b> The job requests at most {@link BulkOptions#getConcurrency()} inputs ahead of the outcomes that the
 * subscriber has received. A subscriber without demand pauses the job, and a job of any length needs the memory of a
 * few items.
 *
 * <p><b>Rate limit.</b> Each item waits for a permit of the client's rate limiter. This wait, and the wait after a 429,
 * do not count towards the deadline of the item. The job waits as long as the tenant asks, up to
 * {@link BulkOptions#getPatience()}, and sends nothing meanwhile.
 *
 * <p><b>Access token.</b> While the token endpoint fails, the job waits for it, up to
 * {@link BulkOptions#getDeadline()}.
 *
 * <p><b>Stop.</b> The source is cancelled, items in flight are completed and reported, items that were not sent are
 * {@link BulkOutcome.NotAttempted}, and the stream completes. A stop does not wait for the rate limit. A job stops
 * itself when the credentials are refused ({@link io.github.sailpat.error.AuthenticationException},
 * {@link io.github.sailpat.error.UnauthorizedException}), when no access token comes (an error with
 * {@link io.github.sailpat.error.CallPhase#AUTHORIZATION}), when the tenant asks for a longer wait than the patience
 * ({@link io.github.sailpat.error.RateLimitedException}), and as {@link BulkOptions} say.
 *
 * <p><b>Cancel</b> takes effect immediately: connections in use are closed, and the outcomes of their calls are not
 * reported. A secret that has arrived goes to {@link BulkOptions#getHandOver()}, or without that function to
 * {@link BulkOptions#getOnUndeliveredSecret()}, and a create that was or may have been applied and has no secret to
 * {@link SailPointClient.Builder#onAbandonedCreate}. An operator between the job and its consumer that buffers outcomes
 * drops them on cancel: with a hand-over they carry no secret that is not stored; without one, use {@code doOnDiscard}
 * after that operator.
 *
 * <p>Nothing is sent before a subscription. Each subscription runs the job again over the source, with a progress of
 * its own; with a {@linkplain BulkOptions#getJournal() journal} it resumes the job. {@link #stop()} applies to all
 * subscriptions: if there is none yet, the first one takes no input and completes, and each one after that fails with
 * an {@code IllegalStateException}. A job that has stopped itself may be run again. Outcomes are emitted serially, on
 * the client's event loop, a thread of {@code Schedulers.parallel()}, or a thread of the source.
 *
 * @param <I> the type of the inputs
 * @param <R> the type of the results
 */
public abstract class BulkJob<I, R> extends Flux<BulkOutcome<I, R>> {
    /** For the library, and for fakes in tests. */
    protected BulkJob() {}

    /** Stops gracefully, as described above. Does not block, and may be called from any thread and more than once. */
    public abstract void stop();

    /**
     * Tells a job with a {@linkplain BulkOptions#getJournal() journal} that an outcome with a secret has arrived where
     * it is kept, so that the create counts as done. It has an effect only with
     * {@link BulkOptions#isManualAcknowledgement()}. An outcome that was emitted before a cancel can be acknowledged
     * until 5 s after it; the journal stays in use until then, unless all of them are acknowledged. Does not block, and
     * may be called from any thread and more than once.
     *
     * @param outcome an outcome of this job
     */
    public void acknowledge(BulkOutcome<I, R> outcome) {}

    /**
     * The opposite of {@link #acknowledge}, under the same conditions: the secret of an outcome could not be kept. The
     * journal records that it is lost, with the id of the token.
     *
     * @param outcome an outcome of this job
     */
    public void markSecretLost(BulkOutcome<I, R> outcome) {}

    /**
     * The progress of the latest subscription. May be called often, from any thread.
     *
     * @return a snapshot
     */
    public abstract BulkProgress getProgress();
}
