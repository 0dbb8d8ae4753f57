package io.github.sailpat.reactive;

/** The version of HTTP that a client asks for; see {@link SailPointClient.Builder#protocol}. */
public enum HttpVersion {
    /** HTTP/1.1: a connection carries one call at a time. */
    HTTP_1_1,
    /**
     * HTTP/2, if the tenant selects it in the TLS handshake (ALPN), else HTTP/1.1. One connection carries many calls,
     * each as a stream of its own. Plain {@code http}, which is for loopback hosts only, stays HTTP/1.1.
     */
    HTTP_2
}
