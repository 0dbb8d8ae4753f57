package io.github.sailpat.reactive.internal.http.netty;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. May block. */
@FunctionalInterface
public interface BlockingHostLookup {
    /**
     * Finds the addresses of a host.
     *
     * @param host the name
     * @return at least one address
     * @throws UnknownHostException if the name has no address
     */
    List<InetAddress> find(String host) throws UnknownHostException;
}
