package io.github.sailpat.cli;

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
 * The elements of a {@link Flux} on the calling thread, which may take its time: only a number of them is asked for
 * ahead, so a consumer that blocks makes the source wait, and the source's own thread never does.
 */
final class Arrivals<T> extends BaseSubscriber<T> {
    private static final int AHEAD = 256;

    private final int ahead;
    /** Never longer than the demand, and the end. */
    private final BlockingQueue<Signal<T>> queue = new LinkedBlockingQueue<>();

    private volatile @Nullable Consumer<T> heir;

    private Arrivals(int ahead) {
        this.ahead = ahead;
    }

    static <T> Arrivals<T> of(Flux<T> source) {
        return of(source, AHEAD);
    }

    /**
     * Begins.
     *
     * @param source the elements
     * @param ahead how many are asked for ahead, two at least
     */
    static <T> Arrivals<T> of(Flux<T> source, int ahead) {
        Arrivals<T> arrivals = new Arrivals<>(ahead);
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
    void forEach(Consumer<T> consumer, Runnable idle) {
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
    void stop() {
        stop(element -> {});
    }

    /** Ends the elements now; those that have arrived and were not consumed go to the heir, on any thread. */
    void stop(Consumer<T> newHeir) {
        heir = newHeir;
        cancel();
        bequeath(newHeir);
    }

    /** Each time it leaves the end behind, which a run of it at the same time may have taken away. */
    private void bequeath(Consumer<T> to) {
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
        Consumer<T> late = heir;
        if (late != null) {
            late.accept(element);
            return;
        }
        queue.add(Signal.next(element));
        late = heir;
        if (late != null) {
            // A stop that came in between has missed it.
            bequeath(late);
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
