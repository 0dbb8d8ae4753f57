package io.github.sailpat.reactive;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A journal in memory, which a test can break off as the end of the process would. */
final class MemoryJournal implements BulkJournal {
    final Map<String, BulkJournalEntry> entries = new ConcurrentHashMap<>();
    final AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean open;

    @Override
    public Mono<Session> open(String operation) {
        return Mono.fromSupplier(() -> {
            open = true;
            return new Session() {
                @Override
                public Mono<BulkJournalEntry> find(String key) {
                    return Mono.justOrEmpty(entries.get(key));
                }

                @Override
                public Flux<BulkJournalEntry> findByName(String name) {
                    return Flux.fromIterable(entries.values()).filter(entry -> name.equals(entry.getName()));
                }

                @Override
                public Mono<Void> append(BulkJournalEntry entry) {
                    return Mono.fromRunnable(() -> {
                        if (room.getAndDecrement() <= 0) {
                            throw new BulkJournalException("the journal is full", null);
                        }
                        entries.put(entry.getKey(), entry);
                    });
                }

                @Override
                public Mono<Void> close() {
                    return Mono.fromRunnable(() -> open = false);
                }
            };
        });
    }

    /** As if the process had died after the request was sent. */
    void forgetOutcome(String key) {
        entries.computeIfPresent(
                key,
                (same, entry) -> BulkJournalEntry.create(
                        e -> e.from(entry).state(BulkJournalState.SENT).id(null)));
    }

    boolean isOpen() {
        return open;
    }

    BulkJournalState state(String key) {
        return entries.get(key).getState();
    }
}
