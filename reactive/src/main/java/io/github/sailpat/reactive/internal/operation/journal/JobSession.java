package io.github.sailpat.reactive.internal.operation.journal;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.internal.function.FunctionMono;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The open journal of one subscription to a job. It is closed when the job has ended and nothing uses it any more:
 * items whose outcomes are being recorded, hand-overs that are completed after a cancel, outcomes that are not
 * acknowledged.
 */
public final class JobSession {
    private final BulkJournal.Session session;
    private final TenantClock clock;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    /** The job itself, and what else uses the session. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final Sinks.Empty<Void> closed = Sinks.empty();
    private volatile Consumer<Throwable> onFailure = error -> {};
    private volatile @Nullable Throwable failure;

    /**
     * For one subscription.
     *
     * @param session the session of the journal
     * @param clock the tenant's clock, which dates its tokens
     */
    public JobSession(BulkJournal.Session session, TenantClock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Sets what stops the job when an entry cannot be recorded.
     *
     * @param listener takes the error; may be called more than once
     */
    public void onFailure(Consumer<Throwable> listener) {
        onFailure = listener;
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

    public Mono<BulkJournalEntry> find(JournaledInput input) {
        return FunctionMono.of("BulkJournal.Session.find(...)", () -> session.find(input.key()))
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
        return FunctionMono.of("BulkJournal.Session.append(...)", () -> session.append(entry(input, state, id, error)))
                .doOnError(this::failed);
    }

    private void failed(Throwable error) {
        failure = error;
        onFailure.accept(error);
    }

    /**
     * An error if anything could not be recorded.
     *
     * @return completes if all was recorded
     */
    public Mono<Void> requireRecorded() {
        return Mono.defer(() -> failure == null ? Mono.empty() : Mono.error(failure));
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
            entry.status(failure.getStatus()).trackingId(failure.getTrackingId());
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
            FunctionMono.of("BulkJournal.Session.close()", session::close)
                    .subscribe(done -> {}, closed::tryEmitError, closed::tryEmitEmpty);
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
     * @return completes when the session is closed
     */
    public Mono<Void> end() {
        return Mono.defer(() -> {
            release();
            return closed.asMono();
        });
    }
}
