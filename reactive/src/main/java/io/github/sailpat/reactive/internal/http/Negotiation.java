package io.github.sailpat.reactive.internal.http;

/** Is told which protocol the connections of a pool have negotiated. Called on their event loops. */
interface Negotiation {
    /** HTTP/1.1: a connection has one exchange at a time. */
    void http1();

    /**
     * HTTP/2, when the settings of the tenant have arrived, and each time they change.
     *
     * @param maxStreams how many streams it accepts on a connection
     */
    void http2(long maxStreams);
}
