package io.github.sailpat.reactive.internal.jsonarray;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Emits chunks as Reactor Netty does: one for each that is requested, and released right after {@code onNext}. One
 * subscription only.
 */
final class BorrowingTransport extends Flux<ByteBuf> implements Subscription {

    private final Queue<byte[]> chunks;
    private final @Nullable Throwable end;
    private final List<ByteBuf> emitted = new ArrayList<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    final AtomicLong requested = new AtomicLong();
    final AtomicInteger cancels = new AtomicInteger();
    private @Nullable CoreSubscriber<? super ByteBuf> actual;
    private boolean ended;

    BorrowingTransport(List<byte[]> chunks, @Nullable Throwable end) {
        this.chunks = new ArrayDeque<>(chunks);
        this.end = end;
    }

    static BorrowingTransport of(String... chunks) {
        List<byte[]> bytes = new ArrayList<>();
        for (String chunk : chunks) {
            bytes.add(chunk.getBytes(StandardCharsets.UTF_8));
        }
        return new BorrowingTransport(bytes, null);
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> subscriber) {
        actual = subscriber;
        subscriber.onSubscribe(this);
        drain();
    }

    @Override
    public void request(long n) {
        requested.addAndGet(n);
        demand.addAndGet(n);
        drain();
    }

    @Override
    public void cancel() {
        cancels.incrementAndGet();
    }

    int emittedChunks() {
        return emitted.size();
    }

    /** Each chunk had one reference when its onNext returned, and is released now. */
    void assertAllReleased() {
        assertThat(emitted).allSatisfy(chunk -> assertThat(chunk.refCnt()).isZero());
    }

    private void drain() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        do {
            CoreSubscriber<? super ByteBuf> subscriber = actual;
            while (subscriber != null && cancels.get() == 0 && !chunks.isEmpty() && demand.get() > 0) {
                demand.decrementAndGet();
                ByteBuf chunk = PooledByteBufAllocator.DEFAULT.buffer().writeBytes(chunks.remove());
                emitted.add(chunk);
                subscriber.onNext(chunk);
                assertThat(chunk.refCnt()).isEqualTo(1);
                chunk.release();
            }
            if (subscriber != null && chunks.isEmpty() && !ended && cancels.get() == 0) {
                ended = true;
                if (end == null) {
                    subscriber.onComplete();
                } else {
                    subscriber.onError(end);
                }
            }
        } while (work.decrementAndGet() != 0);
    }
}
