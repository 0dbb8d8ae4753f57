package io.github.sailpat.reactive.internal.http;

import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Connections and threads that the application owns and shares with this client, which therefore never disposes of
 * them.
 *
 * @param connections where connections come from
 * @param loops the threads
 */
public record ExternalResources(ConnectionProvider connections, LoopResources loops) {
    /**
     * How many connections to one host the provider allows.
     *
     * @param otherwise for a provider that does not say
     * @return the number
     */
    public int maxConnections(int otherwise) {
        return connections.maxConnections() < 1 ? otherwise : connections.maxConnections();
    }
}
