package io.github.sailpat.cli.terminal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Exceptions;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

/**
 * Consumes a {@link Flux} on the calling thread, which may block. Only a bounded number of elements is requested in
 * advance, so a consumer that blocks stops the source without blocking the thread of the source.
 */
public final class BlockingSubscriber<T> extends BaseSubscriber<T> {
    private static final int AHEAD = 256;

    private final int ahead;
    /** At most the requested elements and the terminal signal. */
    private final BlockingQueue<Signal<T>> queue = new LinkedBlockingQueue<>();

    private volatile @Nullable Consumer<T> remainderConsumer;

    private BlockingSubscriber(int ahead) {
        this.ahead = ahead;
    }

    public static <T> BlockingSubscriber<T> of(Flux<T> source) {
        return of(source, AHEAD);
    }

    /**
     * Subscribes.
     *
     * @param source the elements
     * @param ahead how many elements are requested in advance, at least two
     */
    public static <T> BlockingSubscriber<T> of(Flux<T> source, int ahead) {
        BlockingSubscriber<T> arrivals = new BlockingSubscriber<>(ahead);
        source.subscribe(arrivals);
        return arrivals;
    }

    /**
     * Takes all elements, and cancels the source if the consumer throws.
     *
     * @param consumer gets each element
     * @param idle is called when everything that has arrived was consumed: before a wait and before the error
     * @throws RuntimeException the source's error, or the consumer's
     */
    public void forEach(Consumer<T> consumer, Runnable idle) {
        int taken = 0;
        try {
            for (Signal<T> next = next(idle); !next.isOnComplete(); next = next(idle)) {
                T element = next.get();
                if (element == null) {
                    idle.run();
                    Throwable error = next.getThrowable();
                    throw Exceptions.propagate(error == null ? new IllegalStateException("no element") : error);
                }
                consumer.accept(element);
                if (++taken == ahead / 2) {
                    request(taken);
                    taken = 0;
                }
            }
        } finally {
            cancel();
        }
    }

    /** Ends the elements now. */
    public void stop() {
        stop(element -> {});
    }

    /** Elements that were received and not consumed go to this consumer, on any thread, and the source is cancelled. */
    public void stop(Consumer<T> newConsumer) {
        remainderConsumer = newConsumer;
        drainTo(newConsumer);
        cancel();
        drainTo(newConsumer);
    }

    /** Adds the end again afterwards, because a concurrent call may have removed it. */
    private void drainTo(Consumer<T> to) {
        for (Signal<T> next = queue.poll(); next != null; next = queue.poll()) {
            T element = next.get();
            if (element != null) {
                to.accept(element);
            }
        }
        queue.add(Signal.complete());
    }

    private Signal<T> next(Runnable idle) {
        Signal<T> next = queue.poll();
        if (next != null) {
            return next;
        }
        idle.run();
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Signal.complete();
        }
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(ahead);
    }

    @Override
    protected void hookOnNext(T element) {
        Consumer<T> late = remainderConsumer;
        if (late != null) {
            late.accept(element);
            return;
        }
        queue.add(Signal.next(element));
        late = remainderConsumer;
        if (late != null) {
            // A concurrent stop may have drained the queue before.
            drainTo(late);
        }
    }

    @Override
    protected void hookOnComplete() {
        queue.add(Signal.complete());
    }

    @Override
    protected void hookOnError(Throwable error) {
        queue.add(Signal.error(error));
    }
}
