package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkOutcome;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue of outcomes that were not emitted yet, with many producers and one consumer at a time. It never holds more
 * than the concurrency, because inputs are requested only as outcomes are emitted.
 */
interface OutcomeBuffer<I, R> {
    void add(BulkOutcome<I, R> outcome);

    /** Removes the next outcome to emit; {@code null} if there is none. */
    @Nullable
    BulkOutcome<I, R> poll();

    /** Removes all outcomes, in any order. */
    void drainTo(Consumer<BulkOutcome<I, R>> consumer);

    /** In the order in which they are added. */
    static <I, R> OutcomeBuffer<I, R> unordered() {
        Queue<BulkOutcome<I, R>> queue = new ConcurrentLinkedQueue<>();
        return new OutcomeBuffer<>() {
            @Override
            public void add(BulkOutcome<I, R> outcome) {
                queue.add(outcome);
            }

            @Override
            public @Nullable BulkOutcome<I, R> poll() {
                return queue.poll();
            }

            @Override
            public void drainTo(Consumer<BulkOutcome<I, R>> consumer) {
                for (BulkOutcome<I, R> next = poll(); next != null; next = poll()) {
                    consumer.accept(next);
                }
            }
        };
    }

    /** In the order of the inputs, of which at most {@code window} are in flight. */
    static <I, R> OutcomeBuffer<I, R> ordered(int window) {
        AtomicReferenceArray<@Nullable BulkOutcome<I, R>> ring = new AtomicReferenceArray<>(window);
        return new OutcomeBuffer<>() {
            private int nextSlot;

            @Override
            public void add(BulkOutcome<I, R> outcome) {
                ring.set((int) (outcome.getIndex() % window), outcome);
            }

            @Override
            public @Nullable BulkOutcome<I, R> poll() {
                BulkOutcome<I, R> next = ring.getAndSet(nextSlot, null);
                nextSlot = next == null ? nextSlot : (nextSlot + 1) % window;
                return next;
            }

            @Override
            public void drainTo(Consumer<BulkOutcome<I, R>> consumer) {
                for (int i = 0; i < window; i++) {
                    BulkOutcome<I, R> next = ring.getAndSet(i, null);
                    if (next != null) {
                        consumer.accept(next);
                    }
                }
            }
        };
    }
}
