package io.github.sailpat.reactive.internal.oauth;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Signal;

/**
 * A fetch that all its subscribers share. {@code Mono.cache()} does the same, but copies its subscribers at each
 * subscription and at each cancel, so its time for many of them is quadratic. Its states:
 *
 * <ol>
 *   <li>NEW: the first subscriber starts the fetch.
 *   <li>IN PROGRESS: subscribers wait. One that cancels is removed, and the fetch continues.
 *   <li>ENDED: the subscribers that waited get the result in the order in which they came, and each later one gets it
 *       immediately.
 * </ol>
 *
 * The state is guarded by this object's monitor, and no foreign code runs under it. A subscriber that cancels while the
 * result is emitted gets it or does not, as decided by its sink.
 *
 * @param <T> the result
 */
final class SharedFetch<T> {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.token");

    private final Mono<T> fetch;
    private final Set<MonoSink<T>> waiting = new LinkedHashSet<>();
    private boolean started;
    private @Nullable Signal<T> end;

    /**
     * A fetch that has not started.
     *
     * @param fetch is subscribed to once, and never cancelled; it emits an element or an error within a bounded time
     */
    SharedFetch(Mono<T> fetch) {
        this.fetch = fetch;
    }

    /** The result, for any number of subscribers. */
    Mono<T> asMono() {
        return Mono.create(this::add);
    }

    private void add(MonoSink<T> sink) {
        Signal<T> result;
        boolean first;
        synchronized (this) {
            result = end;
            first = !started;
            started = true;
            if (result == null) {
                waiting.add(sink);
            }
        }
        if (result != null) {
            emit(sink, result);
            return;
        }
        sink.onDispose(() -> remove(sink));
        if (first) {
            fetch.materialize().subscribe(this::end);
        }
    }

    private synchronized void remove(MonoSink<T> sink) {
        waiting.remove(sink);
    }

    private void end(Signal<T> result) {
        List<MonoSink<T>> subscribers;
        synchronized (this) {
            end = result;
            subscribers = List.copyOf(waiting);
            waiting.clear();
        }
        for (MonoSink<T> sink : subscribers) {
            try {
                emit(sink, result);
            } catch (Throwable e) { // a subscriber must not throw, and one that does keeps no other from its result
                LOG.warn("The subscriber of an access token has thrown", e);
            }
        }
    }

    private static <T> void emit(MonoSink<T> sink, Signal<T> result) {
        Throwable error = result.getThrowable();
        if (error == null) {
            sink.success(result.get());
        } else {
            sink.error(error);
        }
    }
}
