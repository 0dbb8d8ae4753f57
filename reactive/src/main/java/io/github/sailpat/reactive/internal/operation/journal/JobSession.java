package io.github.sailpat.reactive.internal.operation.journal;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.internal.function.FunctionMono;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The open journal of one subscription to a job. It is closed when the job has ended and nothing uses it any more:
 * items whose outcomes are being recorded, hand-overs that are completed after a cancel, outcomes that are not
 * acknowledged. If the calls to the journal are aborted, it is closed at once.
 */
public final class JobSession {
    /** Of what the tenant says: a longer one is cut off. */
    private static final int MAX_TRACKING_ID = 256;

    private final BulkJournal.Session session;
    private final JournalCalls calls;
    private final TenantClock clock;
    /** Of the subscriber of the job. */
    private final Context context;

    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    /** The job itself, and what else uses the session. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final AtomicBoolean closing = new AtomicBoolean();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private final Sinks.Empty<Void> stopping = Sinks.empty();
    private volatile Consumer<Throwable> onFailure = error -> {};
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Opens a journal for one subscription.
     *
     * @param journal the journal
     * @param operation the operation of the job
     * @param calls the calls to the journal, which end if it is not opened
     * @param clock the tenant's clock, which dates its tokens
     * @return the session
     */
    public static Mono<JobSession> open(BulkJournal journal, String operation, JournalCalls calls, TenantClock clock) {
        return Mono.deferContextual(context -> open(journal, operation, calls, clock, context));
    }

    private static Mono<JobSession> open(
            BulkJournal journal, String operation, JournalCalls calls, TenantClock clock, ContextView context) {
        AtomicBoolean opened = new AtomicBoolean();
        return calls.<BulkJournal.Session>call("open(...)", () -> journal.open(operation))
                .doOnDiscard(
                        BulkJournal.Session.class, session -> session.close().subscribe())
                .switchIfEmpty(Mono.error(() -> new BulkJournalException(
                        "the journal has opened nothing: BulkJournal.open(...) completed without a session", null)))
                .map(session -> new JobSession(session, calls, clock, context))
                .doOnNext(session -> opened.set(true))
                .doFinally(signal -> {
                    if (!opened.get()) {
                        calls.end();
                    }
                });
    }

    private JobSession(BulkJournal.Session session, JournalCalls calls, TenantClock clock, ContextView context) {
        this.session = session;
        this.calls = calls;
        this.clock = clock;
        this.context = Context.of(context);
        calls.untilAborted(Mono.never()).subscribe(nothing -> {}, this::aborted);
    }

    /**
     * Sets what stops the job when an entry cannot be recorded.
     *
     * @param listener takes the error; may be called more than once
     */
    public void onFailure(Consumer<Throwable> listener) {
        onFailure = listener;
    }

    /** The job is stopped: nothing that an earlier run has sent is looked into any more. */
    public void stop() {
        stopping.tryEmitEmpty();
    }

    /**
     * Ends a lookup when the job is stopped.
     *
     * @param lookup the lookup
     * @param whenStopped the result then
     * @return its result
     * @param <T> the result
     */
    public <T> Mono<T> untilStopped(Mono<T> lookup, T whenStopped) {
        return lookup.takeUntilOther(stopping.asMono()).defaultIfEmpty(whenStopped);
    }

    /**
     * Takes a key for an input of this subscription.
     *
     * @param key the key
     * @return {@code false} if another input has it
     */
    public boolean take(String key) {
        return keys.add(key);
    }

    /**
     * Looks for the last entry of an input.
     *
     * @param input the input
     * @return the entry, or empty
     */
    public Mono<BulkJournalEntry> find(JournaledInput input) {
        return calls.call("Session.find(...)", () -> session.find(input.key())).doOnError(this::failed);
    }

    /**
     * Looks for other inputs that create a token of the same name.
     *
     * @param input an input with a name
     * @return the last entries of the others
     */
    public Mono<List<BulkJournalEntry>> findNamesakes(JournaledInput input) {
        String name = String.valueOf(input.name());
        return calls.call(
                        "Session.findByName(...)",
                        () -> session.findByName(name)
                                .filter(entry -> !entry.getKey().equals(input.key()))
                                .collectList())
                .doOnError(this::failed);
    }

    public Mono<Void> record(JournaledInput input, BulkJournalState state) {
        return record(input, state, null, null);
    }

    /**
     * Records what became of an input.
     *
     * @param input the input
     * @param state what is known
     * @param id the token's id, or {@code null} for the one of the input
     * @param error the error, or {@code null}
     * @return completes when it is recorded
     */
    public Mono<Void> record(
            JournaledInput input, BulkJournalState state, @Nullable String id, @Nullable Throwable error) {
        return calls.call("Session.append(...)", () -> session.append(entry(input, state, id, error)))
                .doOnError(this::failed)
                .contextWrite(context);
    }

    private void failed(Throwable error) {
        markFailed(error);
        onFailure.accept(error);
    }

    /** The first error counts: the later ones follow from it. */
    private void markFailed(Throwable error) {
        failure.compareAndSet(null, error);
    }

    private void aborted(Throwable error) {
        if (!closing.get()) {
            failed(error);
        }
        close();
    }

    /**
     * An error if anything could not be recorded, or the session could not be closed.
     *
     * @return completes if all was recorded
     */
    public Mono<Void> requireRecorded() {
        return Mono.defer(() -> {
            Throwable error = failure.get();
            return error == null ? Mono.empty() : Mono.error(error);
        });
    }

    private BulkJournalEntry entry(
            JournaledInput input, BulkJournalState state, @Nullable String id, @Nullable Throwable error) {
        BulkJournalEntry.Builder entry = BulkJournalEntry.builder();
        entry.key(input.key()).digest(input.digest()).state(state);
        entry.at(clock.now()).tenantTime(clock.isKnown());
        entry.name(input.name()).id(id == null ? input.id() : id);
        if (error != null) {
            entry.error(error.getClass().getSimpleName());
        }
        if (error instanceof SailPointException failure) {
            String trackingId = failure.getTrackingId();
            entry.status(failure.getStatus())
                    .trackingId(
                            trackingId == null
                                    ? null
                                    : trackingId.substring(0, Math.min(trackingId.length(), MAX_TRACKING_ID)));
        }
        return entry.build();
    }

    /** Keeps the session open. */
    public void retain() {
        users.incrementAndGet();
    }

    /** The end of what {@link #retain()} began. */
    public void release() {
        if (users.decrementAndGet() == 0) {
            close();
        }
    }

    /**
     * It is limited from outside, because a close that is cancelled may leave the journal locked. The limit itself has
     * no error to tell: one that comes too late aborts the calls, and {@link #end()} has the error of each.
     */
    private void close() {
        if (closing.compareAndSet(false, true)) {
            FunctionMono.of("BulkJournal.Session.close()", session::close)
                    .doFinally(signal -> calls.end())
                    .subscribe(done -> {}, closed::tryEmitError, closed::tryEmitEmpty, context);
            calls.limit("Session.close()", closed.asMono()).subscribe(done -> {}, error -> {});
        }
    }

    /**
     * Keeps the session open during a call.
     *
     * @param call the call
     * @return the same call
     * @param <T> its result
     */
    public <T> Flux<T> during(Flux<T> call) {
        return Flux.using(
                () -> {
                    retain();
                    return this;
                },
                self -> call,
                JobSession::release);
    }

    /**
     * The job has ended.
     *
     * @return completes when the session is closed; {@link #requireRecorded()} says whether that has failed
     */
    public Mono<Void> end() {
        return Mono.defer(() -> {
            release();
            return calls.untilAborted(closed.asMono()).onErrorResume(error -> {
                markFailed(error);
                return Mono.empty();
            });
        });
    }
}
