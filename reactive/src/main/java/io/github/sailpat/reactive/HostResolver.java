package io.github.sailpat.reactive;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. */
@FunctionalInterface
public interface HostResolver {
    /**
     * Finds the addresses of a host. Called on {@code Schedulers.boundedElastic()}, where it may block. If it takes
     * longer than the {@link SailPointClient.Builder#connectTimeout connectTimeout}, the attempt fails with a {@link
     * io.github.sailpat.error.NameServerException}, and the next attempts wait for the same call as long as it runs.
     *
     * @param host the name
     * @return at least one address
     * @throws UnknownHostException if the name has no address
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /**
     * The resolver of the platform, which the JDK calls: it reads the hosts file, follows the order of {@code
     * nsswitch.conf}, the search domains and the options of {@code resolv.conf}, and asks no name server that the
     * system does not name. The JDK caches an address for 30 seconds ({@code networkaddress.cache.ttl}).
     *
     * @return the default
     */
    static HostResolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
