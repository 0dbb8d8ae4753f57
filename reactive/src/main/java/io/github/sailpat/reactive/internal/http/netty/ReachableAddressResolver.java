package io.github.sailpat.reactive.internal.http.netty;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.channel.EventLoop;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/**
 * The resolver of one event loop. Connections that are opened at the same time share one {@link ConnectRace}, and its
 * winner is cached for a short time. The fields are read and written on the event loop only.
 */
final class ReachableAddressResolver extends AbstractAddressResolver<InetSocketAddress> {
    /** How long the result is used. Afterwards a name with several addresses costs additional connections again. */
    private static final long CACHE_NANOS = Duration.ofSeconds(10).toNanos();

    private final EventLoop loop;
    private final AddressResolver<InetSocketAddress> names;
    private final LoopResources loops;
    private final Duration connectTimeout;
    private final TimeSource timeSource;
    private final Map<List<InetSocketAddress>, Future<InetSocketAddress>> races = new HashMap<>();
    private @Nullable InetSocketAddress winner;
    private long wonAt;

    ReachableAddressResolver(
            EventLoop loop,
            AddressResolver<InetSocketAddress> names,
            LoopResources loops,
            Duration connectTimeout,
            TimeSource timeSource) {
        super(loop, InetSocketAddress.class);
        this.loop = loop;
        this.names = names;
        this.loops = loops;
        this.connectTimeout = connectTimeout;
        this.timeSource = timeSource;
    }

    @Override
    protected boolean doIsResolved(InetSocketAddress address) {
        return !address.isUnresolved();
    }

    @Override
    protected void doResolve(InetSocketAddress name, Promise<InetSocketAddress> promise) {
        Promise<List<InetSocketAddress>> all = loop.newPromise();
        doResolveAll(name, all);
        pass(all, promise, found -> found.get(0));
    }

    @Override
    protected void doResolveAll(InetSocketAddress name, Promise<List<InetSocketAddress>> promise) {
        // The listener runs on the event loop, which is the executor of the other resolver too.
        names.resolveAll(name).addListener((FutureListener<List<InetSocketAddress>>) found -> {
            if (!found.isSuccess()) {
                promise.tryFailure(found.cause());
            } else if (found.getNow().size() < 2) {
                promise.trySuccess(found.getNow());
            } else {
                pass(reachable(found.getNow()), promise, first -> inFront(first, found.getNow()));
            }
        });
    }

    private Future<InetSocketAddress> reachable(List<InetSocketAddress> addresses) {
        InetSocketAddress known = winner;
        if (known != null && timeSource.nanoTime() - wonAt < CACHE_NANOS && addresses.contains(known)) {
            return loop.newSucceededFuture(known);
        }
        Future<InetSocketAddress> running = races.get(addresses);
        if (running != null) {
            return running;
        }
        Future<InetSocketAddress> race = new ConnectRace(loop, loops, connectTimeout, addresses).start();
        races.put(addresses, race);
        race.addListener((FutureListener<InetSocketAddress>) done -> {
            races.remove(addresses);
            if (done.isSuccess()) {
                winner = done.getNow();
                wonAt = timeSource.nanoTime();
            }
        });
        return race;
    }

    private static List<InetSocketAddress> inFront(InetSocketAddress first, List<InetSocketAddress> addresses) {
        List<InetSocketAddress> ordered = new ArrayList<>(addresses);
        ordered.remove(first);
        ordered.add(0, first);
        return ordered;
    }

    private static <A, B> void pass(Future<A> from, Promise<B> to, Function<A, B> mapper) {
        from.addListener((FutureListener<A>) done -> {
            if (done.isSuccess()) {
                to.trySuccess(mapper.apply(done.getNow()));
            } else {
                to.tryFailure(done.cause());
            }
        });
    }

    @Override
    public void close() {
        names.close();
    }
}
