package io.github.sailpat.reactive.internal.http;

/**
 * Sets the permits of a pool for which HTTP/2 is asked for. Until the tenant has selected a protocol, one exchange goes
 * first and the others wait, because each would open a connection. Then there are as many permits as the tenant accepts
 * streams on a connection, so that one connection is enough, and as the client's maximum.
 */
final class StreamPermits implements Negotiation {
    private final ConnectionPermits permits;
    private final int most;
    private final int reserved;

    /**
     * For one pool, of which nothing is known.
     *
     * @param permits the permits of the pool
     * @param most the client's maximum
     * @param reserved how many streams are left for exchanges that need no permit
     */
    StreamPermits(ConnectionPermits permits, int most, int reserved) {
        this.permits = permits;
        this.most = most;
        this.reserved = reserved;
        permits.setPermits(1);
    }

    @Override
    public void http1() {
        permits.setPermits(most);
    }

    @Override
    public void http2(long maxStreams) {
        permits.setPermits((int) Math.max(1, Math.min(most, maxStreams - reserved)));
    }
}
