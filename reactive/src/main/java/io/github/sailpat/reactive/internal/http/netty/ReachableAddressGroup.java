package io.github.sailpat.reactive.internal.http.netty;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/**
 * Resolves a host name so that an address that accepts connections comes first. Reactor Netty tries several addresses
 * one after the other, each for the whole connect timeout, so a first address that drops packets would delay every
 * call. A name with one address is resolved without a connection.
 */
public final class ReachableAddressGroup extends AddressResolverGroup<InetSocketAddress> {
    private final Supplier<AddressResolverGroup<InetSocketAddress>> createNames;
    private final LoopResources loops;
    private final Duration connectTimeout;
    private final TimeSource timeSource;
    /** {@code null} until a connection is opened, because creating it creates the event loops. */
    private volatile @Nullable AddressResolverGroup<InetSocketAddress> names;

    /**
     * Creates a group.
     *
     * @param createNames creates what resolves names to addresses, and is closed with this group
     * @param loops creates channels for the event loops
     * @param connectTimeout the timeout of one connection attempt
     * @param timeSource the time
     */
    public ReachableAddressGroup(
            Supplier<AddressResolverGroup<InetSocketAddress>> createNames,
            LoopResources loops,
            Duration connectTimeout,
            TimeSource timeSource) {
        this.createNames = createNames;
        this.loops = loops;
        this.connectTimeout = connectTimeout;
        this.timeSource = timeSource;
    }

    @Override
    protected synchronized AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        AddressResolverGroup<InetSocketAddress> group = names;
        if (group == null) {
            group = createNames.get();
            names = group;
        }
        return new ReachableAddressResolver(
                (EventLoop) executor, group.getResolver(executor), loops, connectTimeout, timeSource);
    }

    @Override
    public void close() {
        super.close();
        AddressResolverGroup<InetSocketAddress> group = names;
        if (group != null) {
            group.close();
        }
    }
}
