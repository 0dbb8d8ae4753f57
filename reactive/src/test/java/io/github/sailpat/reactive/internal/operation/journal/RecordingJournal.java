package io.github.sailpat.reactive.internal.operation.journal;

import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.internal.call.OpenCalls;
import io.github.sailpat.reactive.internal.timing.TenantClock;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A journal that is a list, and answers at once. */
public final class RecordingJournal implements BulkJournal, BulkJournal.Session {
    public final List<BulkJournalEntry> entries = new ArrayList<>();
    public boolean open;

    /** Opens a session of a job that creates tokens. */
    public JobSession session(TimeSource time, OpenCalls openCalls) {
        return Objects.requireNonNull(JobSession.open(this, "create", calls(time, openCalls), new TenantClock(time))
                .block());
    }

    static JournalCalls calls(TimeSource time, OpenCalls openCalls) {
        return new JournalCalls(time, openCalls, () -> new IllegalStateException("closed"));
    }

    @Override
    public Mono<Session> open(String operation) {
        open = true;
        return Mono.just(this);
    }

    @Override
    public Mono<BulkJournalEntry> find(String key) {
        return Flux.fromIterable(entries)
                .filter(entry -> entry.getKey().equals(key))
                .takeLast(1)
                .next();
    }

    @Override
    public Flux<BulkJournalEntry> findByName(String name) {
        return Flux.fromIterable(entries).filter(entry -> name.equals(entry.getName()));
    }

    @Override
    public Mono<Void> append(BulkJournalEntry entry) {
        return Mono.fromRunnable(() -> entries.add(entry));
    }

    @Override
    public Mono<Void> close() {
        return Mono.fromRunnable(() -> open = false);
    }
}
