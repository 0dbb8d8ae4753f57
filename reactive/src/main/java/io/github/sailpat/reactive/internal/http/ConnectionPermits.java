package io.github.sailpat.reactive.internal.http;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many exchanges use the connections of one pool at a time. An exchange waits here before it asks the pool,
 * first come first served: a request that waits in the transport's pool and is cancelled opens a connection all the
 * same, one that waits here costs nothing.
 *
 * <p>All state is guarded by this object's monitor, under which nothing of others runs. Exchanges are begun outside of
 * it, by one thread at a time, so that exchanges that end at once do not nest.
 */
final class ConnectionPermits {
    private final int permits;
    /** In the order of their arrival; a waiter that goes is removed at once. */
    private final Set<ExchangeSubscriber<?>> waiting = new LinkedHashSet<>();

    private int used;
    private boolean serving;
    private boolean closed;

    ConnectionPermits(int permits) {
        this.permits = permits;
    }

    /** For exchanges that others wait for: they ask the pool at once. */
    static ConnectionPermits unlimited() {
        return new ConnectionPermits(Integer.MAX_VALUE);
    }

    /** Begins the exchange when it is its turn: now, or on the thread that gives a permit back. */
    void acquire(ExchangeSubscriber<?> exchange) {
        synchronized (this) {
            waiting.add(exchange);
        }
        serve();
    }

    /** An exchange that has got a permit needs it no more. */
    void release() {
        synchronized (this) {
            used--;
        }
        serve();
    }

    /** An exchange waits no more. */
    synchronized void forget(ExchangeSubscriber<?> exchange) {
        waiting.remove(exchange);
    }

    /** Nobody gets a permit any more: the client is being closed, and who waits is about to be told. */
    synchronized void close() {
        closed = true;
    }

    private void serve() {
        synchronized (this) {
            if (serving) {
                return;
            }
            serving = true;
        }
        for (ExchangeSubscriber<?> next = next(); next != null; next = next()) {
            next.begin();
        }
    }

    /** The next one that has got a permit, or {@code null} and the service is over. */
    private synchronized @Nullable ExchangeSubscriber<?> next() {
        Iterator<ExchangeSubscriber<?>> waiters = waiting.iterator();
        while (!closed && used < permits && waiters.hasNext()) {
            ExchangeSubscriber<?> first = waiters.next();
            waiters.remove();
            if (first.grant()) {
                used++;
                return first;
            }
        }
        serving = false;
        return null;
    }
}
