package io.github.sailpat.reactive;

import reactor.core.publisher.Flux;

/**
 * A bulk operation: a {@code Flux} with exactly one outcome for each input, which can also be stopped gracefully and
 * asked how far it is.
 *
 * <pre>{@code
 * source     --a--b--c--d|            source     --a--b--c--d--e-- cancelled
 * concurrency 2                       stop()     --------!
 * outcomes   ----A-----C-B--D|        outcomes   ----A-----B-c|    c waited for pace: NotAttempted
 * }</pre>
 *
 * <p><b>Outcomes.</b> In the order in which they become known, or as {@link BulkOptions#isOrdered()} says. Whatever
 * happens to an item is its outcome and never ends the stream. A source that fails ends it with the source's error, after
 * what is in flight was reported. A {@code null} from the source, which Reactive Streams forbids, is such a failure, and so
 * are more elements than were asked for.
 *
 * <p><b>Demand.</b> From the source never more is taken than {@link BulkOptions#getConcurrency()} ahead of what the
 * subscriber has received. So a subscriber that pauses pauses the job, and a job of any length needs the memory of a few
 * items.
 *
 * <p><b>Stop.</b> The source is cancelled, what is in flight is finished and reported, what was taken and not sent is
 * {@link BulkOutcome.NotAttempted}, and the stream completes. That waits for no rate limit. A job stops itself when the
 * credentials fail ({@link io.github.sailpat.error.AuthenticationException},
 * {@link io.github.sailpat.error.UnauthorizedException}), when the tenant wants no requests for longer than is worth
 * waiting ({@link io.github.sailpat.error.RateLimitedException}), and as {@link BulkOptions} say.
 *
 * <p><b>Cancel</b> is immediate: connections in use are closed, and nobody hears what became of their calls. A secret that
 * had arrived goes to {@link BulkOptions#getOnUndeliveredSecret()}. An operator between the job and its consumer that
 * buffers outcomes drops them on cancel: see {@code doOnDiscard} for those.
 *
 * <p>Nothing happens before a subscription. Each subscription runs the job anew over the source; progress adds up, and
 * a stop is for all of them, also for those to come. Outcomes come on the client's event loop, a timer's thread or the
 * source's, one at a time.
 *
 * @param <I> the input
 * @param <R> the result
 */
public abstract class BulkJob<I, R> extends Flux<BulkOutcome<I, R>> {
    /** For the library, and for fakes. */
    protected BulkJob() {}

    /** Stops gracefully; see above. Does not block, and may be called from any thread and more than once. */
    public abstract void stop();

    /**
     * How far the job is. Cheap enough to be asked many times a second, from any thread.
     *
     * @return a snapshot
     */
    public abstract BulkProgress getProgress();
}
