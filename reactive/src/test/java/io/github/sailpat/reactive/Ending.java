package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** When and how a subscription ended, and what it got before. */
final class Ending<T> extends BaseSubscriber<T> {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** At once. A build may run on a machine that has other work. */
    static final Duration AT_ONCE = Duration.ofMillis(Soak.size(500, 100));

    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<T> elements = new CopyOnWriteArrayList<>();
    private final long demand;
    private volatile Throwable error;
    private volatile long at;

    private Ending(long demand) {
        this.demand = demand;
    }

    static <T> Ending<T> of(Publisher<T> calls) {
        return of(calls, Long.MAX_VALUE);
    }

    static <T> Ending<T> of(Publisher<T> calls, long demand) {
        Ending<T> ending = new Ending<>(demand);
        calls.subscribe(ending);
        return ending;
    }

    List<T> elements() {
        return elements;
    }

    /** What it ended with, or null. */
    Throwable error() {
        return error;
    }

    void awaitEnd() throws InterruptedException {
        assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
    }

    void assertEndedAtOnce(long since) throws InterruptedException {
        awaitEnd();
        assertThat(Duration.ofNanos(at - since)).isLessThan(AT_ONCE);
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        if (demand > 0) {
            subscription.request(demand);
        }
    }

    @Override
    protected void hookOnNext(T element) {
        elements.add(element);
    }

    @Override
    protected void hookOnError(Throwable failure) {
        error = failure;
        end();
    }

    @Override
    protected void hookOnComplete() {
        end();
    }

    private void end() {
        at = System.nanoTime();
        ended.countDown();
    }
}
