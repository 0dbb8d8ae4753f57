package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.reactive.AbandonedCreate;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The emission of one created token, for a cancel that comes at the same moment. A subscriber that cancels drops what
 * arrives meanwhile, and tells nobody:
 *
 * <ol>
 *   <li>the subscriber marks itself as cancelled, on its own thread;
 *   <li>the token is emitted on the event loop, and the subscriber drops it;
 *   <li>the cancel arrives here, during the emission or soon after it.
 * </ol>
 *
 * So a cancel from another thread soon after the emission is reported as an abandoned create. A subscriber that cancels
 * on the thread that emits, as {@code take(1)} does, has received the token.
 */
public final class RecentEmission {
    /** Longer than a thread is kept from running between the steps 1 and 3 on a busy machine. */
    private static final Duration RECENT = Duration.ofSeconds(1);

    private final String name;
    private final TimeSource timeSource;
    private final AbandonedCreateHandler abandonedCreates;
    private final Instant startedAt;
    private final AtomicReference<@Nullable Emission> emission = new AtomicReference<>();

    private record Emission(String id, Thread thread, long time) {}

    /**
     * For one create, which is subscribed to now.
     *
     * @param name the requested name
     * @param timeSource the time
     * @param abandonedCreates is told
     */
    public RecentEmission(String name, TimeSource timeSource, AbandonedCreateHandler abandonedCreates) {
        this.name = name;
        this.timeSource = timeSource;
        this.abandonedCreates = abandonedCreates;
        this.startedAt = timeSource.now();
    }

    /** The token is about to be emitted on this thread. */
    public void emitted(CreatedPersonalAccessToken token) {
        emission.set(new Emission(token.getId(), Thread.currentThread(), timeSource.nanoTime()));
    }

    /** The subscriber has cancelled on this thread. May be called more than once. */
    public void cancelled() {
        Emission last = emission.getAndSet(null);
        if (last != null
                && last.thread() != Thread.currentThread()
                && timeSource.nanoTime() - last.time() <= RECENT.toNanos()) {
            abandonedCreates.handle(AbandonedCreate.of(name, startedAt, last.id()));
        }
    }
}
