package io.github.sailpat.reactive.internal.operation.journal;

import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.function.FunctionMono;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * The calls of one job to its journal. A journal that does not answer aborts all of them, and so does the close of the
 * client, after a moment in which the last outcomes can be stored. One task checks all calls, because a timer for each
 * costs more than the call.
 */
public final class JournalCalls {
    /** The longest time for one answer, give or take the period of the checks. */
    static final Duration ANSWER_TIME = Duration.ofSeconds(30);

    static final Duration CHECK_PERIOD = Duration.ofSeconds(1);
    private static final Duration TIME_AFTER_CLOSE = Duration.ofMillis(50);

    private final TimeSource timeSource;
    private final OpenCalls openCalls;
    private final Supplier<? extends Throwable> closedError;
    private final Runnable onClose = this::clientClosed;
    private final Set<PendingAnswer<?>> pending = ConcurrentHashMap.newKeySet();
    private final Disposable.Swap nextCheck = Disposables.swap();
    private volatile @Nullable Throwable aborted;

    /**
     * For one subscription to a job, which begins now and ends with {@link #end()}.
     *
     * @param timeSource the time
     * @param openCalls the open calls of the client
     * @param closedError creates the error of a job whose client is closed
     */
    public JournalCalls(TimeSource timeSource, OpenCalls openCalls, Supplier<? extends Throwable> closedError) {
        this.timeSource = timeSource;
        this.openCalls = openCalls;
        this.closedError = closedError;
        checkLater();
        openCalls.add(onClose);
    }

    /**
     * Calls the journal.
     *
     * @param method the method, for messages
     * @param function calls it
     * @return its result; an error if it does not come in time, at once if the calls were aborted before
     * @param <T> the result
     */
    public <T> Mono<T> call(String method, Supplier<? extends @Nullable Mono<? extends T>> function) {
        return limit(method, FunctionMono.of("BulkJournal." + method, function));
    }

    /**
     * Waits for an answer.
     *
     * @param method the method, for messages
     * @param answer its answer
     * @return the answer, or an error if it does not come in time
     * @param <T> the result
     */
    <T> Mono<T> limit(String method, Mono<T> answer) {
        return new PendingMono<>(method, answer);
    }

    /**
     * Waits for as long as the journal may be used.
     *
     * @param source what is waited for
     * @return the source, or the error with which the calls are aborted
     * @param <T> the result
     */
    <T> Mono<T> untilAborted(Mono<T> source) {
        return new PendingMono<>(null, source);
    }

    /**
     * Not as a periodic task: to dispose of one takes a lock for which BlockHound makes no exception, and the error
     * that it throws then leaves the scheduler locked.
     */
    private void checkLater() {
        nextCheck.replace(timeSource.scheduler().schedule(this::check, CHECK_PERIOD.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void check() {
        long now = timeSource.nanoTime();
        for (PendingAnswer<?> answer : pending) {
            String method = answer.method();
            if (method != null && now - answer.since() >= ANSWER_TIME.toNanos()) {
                abort(new BulkJournalException(
                        "the journal has not answered " + method + " within " + ANSWER_TIME.toSeconds()
                                + " s, so the job was stopped: run it again when the journal works, to resume it",
                        null));
                return;
            }
        }
        checkLater();
    }

    /** May be called more than once, and on the thread that closes the client. */
    private void clientClosed() {
        timeSource
                .scheduler()
                .schedule(() -> abort(closedError.get()), TIME_AFTER_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void abort(Throwable error) {
        end();
        aborted = error;
        pending.forEach(answer -> answer.abort(error));
    }

    /** The job makes no more calls. */
    public void end() {
        nextCheck.dispose();
        openCalls.remove(onClose);
    }

    /** Each call is added before the error is looked at, and the error is set before they are aborted. */
    private final class PendingMono<T> extends Mono<T> {
        private final @Nullable String method;
        private final Mono<T> source;

        PendingMono(@Nullable String method, Mono<T> source) {
            this.method = method;
            this.source = source;
        }

        @Override
        public void subscribe(CoreSubscriber<? super T> actual) {
            PendingAnswer<T> answer = new PendingAnswer<>(actual, method, timeSource.nanoTime(), pending::remove);
            pending.add(answer);
            actual.onSubscribe(answer);
            Throwable before = aborted;
            if (before == null) {
                source.subscribe(answer);
            } else {
                answer.abort(before);
            }
        }
    }
}
