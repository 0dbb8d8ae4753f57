package io.github.sailpat.reactive.internal.http.netty;

import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Resolves names by a {@link BlockingHostLookup}, off the event loop and for a limited time. A name is resolved once at
 * a time, however many connections need it, so that a name server that does not answer holds one thread.
 */
public final class HostResolverGroup extends AddressResolverGroup<InetSocketAddress> {
    private final BlockingHostLookup lookup;
    private final Duration timeout;
    private final Scheduler timer;
    private final Map<String, Mono<List<InetAddress>>> lookups = new ConcurrentHashMap<>();

    /**
     * Creates a group.
     *
     * @param lookup finds the addresses of a name
     * @param timeout the longest wait for it
     * @param timer the scheduler of the timeouts
     */
    public HostResolverGroup(BlockingHostLookup lookup, Duration timeout, Scheduler timer) {
        this.lookup = lookup;
        this.timeout = timeout;
        this.timer = timer;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new NameResolver(executor).asAddressResolver();
    }

    private Mono<List<InetAddress>> sharedLookup(String host) {
        return lookups.computeIfAbsent(
                host,
                name -> Mono.defer(() -> find(name))
                        .subscribeOn(Schedulers.boundedElastic())
                        .doOnTerminate(() -> lookups.remove(name))
                        .cache());
    }

    /** A fatal error must not be rethrown: the lookup would never terminate, and be shared for ever. */
    private Mono<List<InetAddress>> find(String name) {
        try {
            List<InetAddress> addresses = lookup.find(name);
            return addresses.isEmpty() ? Mono.error(new UnknownHostException(name)) : Mono.just(addresses);
        } catch (Throwable e) { // of the application
            return Mono.error(FunctionFlux.emittable("HostResolver.resolve(...)", e));
        }
    }

    private final class NameResolver extends InetNameResolver {
        private final Sinks.Empty<Void> closed = Sinks.empty();

        NameResolver(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) {
            within(host).subscribe(found -> promise.trySuccess(found.get(0)), promise::tryFailure);
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            within(host).subscribe(promise::trySuccess, promise::tryFailure);
        }

        private Mono<List<InetAddress>> within(String host) {
            return sharedLookup(host)
                    .timeout(timeout, Mono.error(() -> new NameServerTimeoutException(host)), timer)
                    .or(closed.asMono().then(Mono.error(() -> new CancellationException("the client was closed"))));
        }

        /** A lookup may end after the event loop has, which Netty would log as an error. */
        @Override
        public void close() {
            closed.tryEmitEmpty();
        }
    }
}
