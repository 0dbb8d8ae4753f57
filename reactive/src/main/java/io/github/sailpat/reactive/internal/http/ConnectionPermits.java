package io.github.sailpat.reactive.internal.http;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of exchanges that use one connection pool at a time; further exchanges wait here in FIFO order. A
 * request that is cancelled while it waits in Reactor Netty's pool opens a connection all the same. One that is
 * cancelled while it waits here opens none.
 *
 * <p>All state is guarded by this object's monitor. No foreign code runs under it. Exchanges are started outside of the
 * monitor by one thread at a time, so exchanges that terminate immediately do not nest.
 */
class ConnectionPermits {
    private int permits;
    /** In order of arrival. A cancelled exchange is removed immediately. */
    private final Set<ExchangeSubscriber<?>> waiting = new LinkedHashSet<>();

    private int used;
    private boolean granting;
    private boolean closed;

    ConnectionPermits(int permits) {
        this.permits = permits;
    }

    /** For access-token requests, which the API calls wait for. */
    static ConnectionPermits unlimited() {
        return new ConnectionPermits(Integer.MAX_VALUE);
    }

    /**
     * Changes the number of permits. If more are in use, none is granted until enough of them were released.
     *
     * @param number at least one
     */
    void setPermits(int number) {
        synchronized (this) {
            permits = number;
        }
        grantPermits();
    }

    /** Called under the monitor. */
    int permits() {
        return permits;
    }

    /** Starts the exchange once it has a permit: now, or on the thread that releases one. */
    void acquire(ExchangeSubscriber<?> exchange) {
        if (grantIfFree(exchange)) {
            startAll(exchange);
        } else {
            grantPermits();
        }
    }

    /** Returns the permit of an exchange. */
    void release(ExchangeSubscriber<?> exchange) {
        synchronized (this) {
            used--;
        }
        grantPermits();
    }

    /** The exchange is about to be started. Called under the monitor. */
    void granted(ExchangeSubscriber<?> exchange) {}

    /** Called under the monitor. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Called under the monitor. */
    List<ExchangeSubscriber<?>> removeWaiting() {
        List<ExchangeSubscriber<?>> removed = List.copyOf(waiting);
        waiting.clear();
        return removed;
    }

    /** Removes an exchange that was cancelled while it waited. */
    synchronized void remove(ExchangeSubscriber<?> exchange) {
        waiting.remove(exchange);
    }

    /** Stops granting permits. The waiting exchanges are terminated by the closing client. */
    synchronized void close() {
        closed = true;
    }

    /** Grants a permit to an exchange that does not have to wait, or adds it to those that wait. */
    private synchronized boolean grantIfFree(ExchangeSubscriber<?> exchange) {
        if (granting || closed || used >= permits || !waiting.isEmpty() || !exchange.grant()) {
            waiting.add(exchange);
            return false;
        }
        granting = true;
        used++;
        granted(exchange);
        return true;
    }

    private void grantPermits() {
        synchronized (this) {
            if (granting) {
                return;
            }
            granting = true;
        }
        startAll(grantNext());
    }

    private void startAll(@Nullable ExchangeSubscriber<?> first) {
        boolean started = false;
        try {
            for (ExchangeSubscriber<?> next = first; next != null; next = grantNext()) {
                next.start();
            }
            started = true;
        } finally {
            if (!started) { // a subscriber has thrown an error of its own
                synchronized (this) {
                    granting = false;
                }
            }
        }
    }

    /** Grants a permit to the first waiting exchange, or returns {@code null} and ends the loop of the caller. */
    private synchronized @Nullable ExchangeSubscriber<?> grantNext() {
        if (waiting.isEmpty()) {
            granting = false;
            return null;
        }
        Iterator<ExchangeSubscriber<?>> waiters = waiting.iterator();
        while (!closed && used < permits && waiters.hasNext()) {
            ExchangeSubscriber<?> first = waiters.next();
            waiters.remove();
            if (first.grant()) {
                used++;
                granted(first);
                return first;
            }
        }
        granting = false;
        return null;
    }
}
