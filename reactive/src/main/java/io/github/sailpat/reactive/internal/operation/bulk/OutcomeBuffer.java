package io.github.sailpat.reactive.internal.operation.bulk;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue of items whose outcomes were not emitted yet, with many producers and one consumer at a time. It never holds
 * more than the concurrency, because inputs are requested only as outcomes are emitted.
 */
interface OutcomeBuffer<I, R> {
    void add(BulkItem<I, R> item);

    /** Removes the next item whose outcome is to be emitted; {@code null} if there is none. */
    @Nullable
    BulkItem<I, R> poll();

    /** Removes all items, in any order. */
    void drainTo(Consumer<BulkItem<I, R>> consumer);

    /** In the order in which they are added. */
    static <I, R> OutcomeBuffer<I, R> unordered() {
        Queue<BulkItem<I, R>> queue = new ConcurrentLinkedQueue<>();
        return new OutcomeBuffer<>() {
            @Override
            public void add(BulkItem<I, R> item) {
                queue.add(item);
            }

            @Override
            public @Nullable BulkItem<I, R> poll() {
                return queue.poll();
            }

            @Override
            public void drainTo(Consumer<BulkItem<I, R>> consumer) {
                for (BulkItem<I, R> next = poll(); next != null; next = poll()) {
                    consumer.accept(next);
                }
            }
        };
    }

    /** In the order of the inputs, of which at most {@code window} are in flight. */
    static <I, R> OutcomeBuffer<I, R> ordered(int window) {
        AtomicReferenceArray<@Nullable BulkItem<I, R>> ring = new AtomicReferenceArray<>(window);
        return new OutcomeBuffer<>() {
            private int nextSlot;

            @Override
            public void add(BulkItem<I, R> item) {
                ring.set((int) (item.index() % window), item);
            }

            @Override
            public @Nullable BulkItem<I, R> poll() {
                BulkItem<I, R> next = ring.getAndSet(nextSlot, null);
                nextSlot = next == null ? nextSlot : (nextSlot + 1) % window;
                return next;
            }

            @Override
            public void drainTo(Consumer<BulkItem<I, R>> consumer) {
                for (int i = 0; i < window; i++) {
                    BulkItem<I, R> next = ring.getAndSet(i, null);
                    if (next != null) {
                        consumer.accept(next);
                    }
                }
            }
        };
    }
}
