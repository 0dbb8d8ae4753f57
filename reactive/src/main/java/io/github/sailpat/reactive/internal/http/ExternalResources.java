package io.github.sailpat.reactive.internal.http;

import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * A connection provider and event loops that the application owns. The client uses them and never disposes of them.
 *
 * @param connections the connection provider
 * @param loops the event loops
 */
public record ExternalResources(ConnectionProvider connections, LoopResources loops) {
    /**
     * The maximum number of connections that the provider opens to one host.
     *
     * @param otherwise the result for a provider that has no maximum
     * @return the number of connections
     */
    public int maxConnections(int otherwise) {
        return connections.maxConnections() < 1 ? otherwise : connections.maxConnections();
    }
}
