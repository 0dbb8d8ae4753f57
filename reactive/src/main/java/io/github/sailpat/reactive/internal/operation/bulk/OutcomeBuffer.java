package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkOutcome;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes that are known and not delivered. Any thread adds, one at a time takes. There are never more than the
 * concurrency: an item is taken from the source only when there is room for its outcome here.
 */
interface OutcomeBuffer<I, R> {
    void add(BulkOutcome<I, R> outcome);

    /** The next one to deliver. */
    @Nullable
    BulkOutcome<I, R> poll();

    /** Takes everything, in any order. */
    void drain(Consumer<BulkOutcome<I, R>> consumer);

    /** As they become known. */
    static <I, R> OutcomeBuffer<I, R> asKnown() {
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
            public void drain(Consumer<BulkOutcome<I, R>> consumer) {
                for (BulkOutcome<I, R> next = poll(); next != null; next = poll()) {
                    consumer.accept(next);
                }
            }
        };
    }

    /** In the order of the inputs, of which never more than {@code window} are on their way. */
    static <I, R> OutcomeBuffer<I, R> ordered(int window) {
        AtomicReferenceArray<@Nullable BulkOutcome<I, R>> ring = new AtomicReferenceArray<>(window);
        return new OutcomeBuffer<>() {
            private int head;

            @Override
            public void add(BulkOutcome<I, R> outcome) {
                ring.set((int) (outcome.getIndex() % window), outcome);
            }

            @Override
            public @Nullable BulkOutcome<I, R> poll() {
                BulkOutcome<I, R> next = ring.getAndSet(head, null);
                head = next == null ? head : (head + 1) % window;
                return next;
            }

            @Override
            public void drain(Consumer<BulkOutcome<I, R>> consumer) {
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
