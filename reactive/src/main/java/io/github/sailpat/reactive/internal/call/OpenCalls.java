package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.ClientClosedException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The calls and jobs of one client that were begun and have not ended. Its states:
 *
 * <ol>
 *   <li>OPEN: whatever begins is taken;
 *   <li>DRAINING: only what belongs to an operation that has begun already is taken;
 *   <li>CLOSED: nothing is taken, and what was taken before is ended.
 * </ol>
 *
 * Who begins adds itself and looks at the state afterwards; who closes sets the state and looks at what was added
 * afterwards. So one of them sees the other, or both do: ending a call twice does nothing.
 */
public final class OpenCalls {
    private static final Object PART_OF_OPERATION = OpenCalls.class;
    /** How long the calls wait for the ends of the jobs, whose subscribers may block. */
    private static final Duration JOB_PATIENCE = Duration.ofMillis(25);
    /** How long the close of the connections waits for the ends of the calls. */
    private static final Duration CALL_PATIENCE = Duration.ofSeconds(1);

    private enum State {
        OPEN,
        DRAINING,
        CLOSED
    }

    private final Set<Runnable> calls = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> jobs = ConcurrentHashMap.newKeySet();
    /** Jobs of an operation that goes on while the client takes no new one. */
    private final Set<Runnable> partialJobs = ConcurrentHashMap.newKeySet();

    private final Sinks.Empty<Void> idle = Sinks.empty();
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final Executor threads;
    private final Scheduler timer;

    /**
     * The calls of a client that has none yet.
     *
     * @param threads end calls, because their subscribers may block
     * @param timer bounds the wait for a subscriber that does
     */
    public OpenCalls(Executor threads, Scheduler timer) {
        this.threads = threads;
        this.timer = timer;
    }

    /**
     * Marks what is subscribed on behalf of an operation that has begun.
     *
     * @param context the operation's Context
     * @return the Context for its parts
     */
    public static Context partOfOperation(Context context) {
        return context.put(PART_OF_OPERATION, true);
    }

    /**
     * Whether an operation may begin.
     *
     * @param context of its subscriber
     * @return {@code false} if the client is closed, or is about to be and this is a new operation
     */
    public boolean isOpenFor(ContextView context) {
        State now = state.get();
        return now == State.OPEN || (now == State.DRAINING && context.hasKey(PART_OF_OPERATION));
    }

    /**
     * Whether everything was ended.
     *
     * @return {@code true} from the close on
     */
    public boolean isClosed() {
        return state.get() == State.CLOSED;
    }

    /**
     * Whether a call is open.
     *
     * @return {@code true} from its begin to its end
     */
    public boolean hasCalls() {
        return !calls.isEmpty();
    }

    /**
     * A call begins.
     *
     * @param end ends it, on any thread; may be run more than once, and now
     */
    public void add(Runnable end) {
        calls.add(end);
        if (state.get() == State.CLOSED) {
            end.run();
        }
    }

    /**
     * A call has ended.
     *
     * @param end the same as at its begin
     */
    public void remove(Runnable end) {
        calls.remove(end);
        tellIfIdle();
    }

    /**
     * Something that is no call of its own: it fails at once if the client is closed, and ends when it is.
     *
     * @param source what to subscribe to
     * @param summary for the error
     * @return the source, or a {@link ClientClosedException}
     * @param <T> the result
     */
    public <T> Mono<T> whileOpen(Mono<T> source, Supplier<CallSummary> summary) {
        return Mono.deferContextual(
                context -> isOpenFor(context) ? source.or(closed(summary)) : Mono.error(error(summary)));
    }

    /**
     * An error when the client is closed.
     *
     * @param summary for the error
     * @return a {@link ClientClosedException}, at once if it is closed already
     * @param <T> the result
     */
    public <T> Mono<T> closed(Supplier<CallSummary> summary) {
        return Mono.create(sink -> {
            Runnable end = () -> sink.error(error(summary));
            add(end); // first: a subscriber that has cancelled by now is removed at once
            sink.onDispose(() -> remove(end));
        });
    }

    /**
     * Of what was not begun.
     *
     * @param operation its name
     * @param requestLine method and path
     * @return a summary of nothing
     */
    public static CallSummary notBegun(String operation, String requestLine) {
        return CallSummary.builder()
                .operation(operation)
                .requestLine(requestLine)
                .attempts(0)
                .elapsed(Duration.ZERO)
                .phase(CallPhase.AUTHORIZATION)
                .build();
    }

    private static ClientClosedException error(Supplier<CallSummary> summary) {
        return new ClientClosedException(summary.get(), false, null, null);
    }

    /**
     * A job begins, which is more than its calls: it ends before they do.
     *
     * @param stop lets it begin nothing more; may be run more than once, and now
     * @param context of its subscriber
     */
    public void addJob(Runnable stop, ContextView context) {
        (context.hasKey(PART_OF_OPERATION) ? partialJobs : jobs).add(stop);
        if (!isOpenFor(context)) {
            stop.run();
        }
    }

    /**
     * A job has ended.
     *
     * @param stop the same as at its begin
     */
    public void removeJob(Runnable stop) {
        jobs.remove(stop);
        partialJobs.remove(stop);
        tellIfIdle();
    }

    /**
     * Takes no new operation. Jobs are stopped; what is under way goes on.
     *
     * @return completes when nothing is under way
     */
    public Mono<Void> drain() {
        return Mono.defer(() -> {
            state.compareAndSet(State.OPEN, State.DRAINING);
            return endAll(jobs, JOB_PATIENCE).then(Mono.defer(() -> {
                tellIfIdle();
                return idle.asMono();
            }));
        });
    }

    /**
     * Ends everything: first the jobs, so that none of them begins another call.
     *
     * @return begins at each subscription; completes when all is ended, or within about a second if a subscriber blocks
     */
    public Mono<Void> close() {
        return Mono.defer(() -> {
            state.set(State.CLOSED);
            return endAll(jobs, JOB_PATIENCE)
                    .then(endAll(partialJobs, JOB_PATIENCE))
                    .then(endAll(calls, CALL_PATIENCE));
        });
    }

    /** If there is no timer any more, nothing waits for a subscriber that blocks. */
    private Mono<Void> endAll(Set<Runnable> ends, Duration patience) {
        return Mono.defer(() -> CallEnds.run(ends, threads))
                .timeout(patience, Mono.empty(), timer)
                .onErrorComplete();
    }

    private void tellIfIdle() {
        if (state.get() != State.OPEN && calls.isEmpty() && jobs.isEmpty() && partialJobs.isEmpty()) {
            idle.tryEmitEmpty();
        }
    }
}
