package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import reactor.netty.resources.LoopResources;

/**
 * Resolves a host name so that an address that accepts connections comes first. Reactor Netty tries several addresses
 * one after the other, each for the whole connect timeout, so a first address that drops packets would delay every
 * call. A name with one address is resolved without a connection.
 */
public final class ReachableAddressGroup extends AddressResolverGroup<InetSocketAddress> {
    private final AddressResolverGroup<InetSocketAddress> names;
    private final LoopResources loops;
    private final Duration connectTimeout;

    /**
     * Creates a group. Its close also closes the given one.
     *
     * @param names resolves names to addresses
     * @param loops creates channels for the event loops
     * @param connectTimeout the timeout of one connection attempt
     */
    public ReachableAddressGroup(
            AddressResolverGroup<InetSocketAddress> names, LoopResources loops, Duration connectTimeout) {
        this.names = names;
        this.loops = loops;
        this.connectTimeout = connectTimeout;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new ReachableAddressResolver((EventLoop) executor, names.getResolver(executor), loops, connectTimeout);
    }

    @Override
    public void close() {
        super.close();
        names.close();
    }
}
