package io.github.sailpat.reactive.internal.http.netty;

import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A resolver of the application, within a time: a lookup that never ends would hold a connection of the pool for ever.
 * What it throws fails the lookup. It is not closed with this group.
 */
public final class TimeLimitedResolverGroup extends AddressResolverGroup<InetSocketAddress> {
    private final AddressResolverGroup<InetSocketAddress> names;
    private final Duration timeout;

    /**
     * Creates a group.
     *
     * @param names the resolver
     * @param timeout the longest wait for it
     */
    @SuppressWarnings("unchecked") // only addresses of this type are passed on
    public TimeLimitedResolverGroup(AddressResolverGroup<?> names, Duration timeout) {
        this.names = (AddressResolverGroup<InetSocketAddress>) names;
        this.timeout = timeout;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new TimeLimitedResolver(executor, names.getResolver(executor));
    }

    private final class TimeLimitedResolver extends AbstractAddressResolver<InetSocketAddress> {
        private final AddressResolver<InetSocketAddress> resolver;

        TimeLimitedResolver(EventExecutor executor, AddressResolver<InetSocketAddress> resolver) {
            super(executor, InetSocketAddress.class);
            this.resolver = resolver;
        }

        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return resolver.isResolved(address);
        }

        @Override
        protected void doResolve(InetSocketAddress name, Promise<InetSocketAddress> promise) {
            lookUp(name, promise, () -> resolver.resolve(name));
        }

        @Override
        protected void doResolveAll(InetSocketAddress name, Promise<List<InetSocketAddress>> promise) {
            lookUp(name, promise, () -> resolver.resolveAll(name));
        }

        private <T> void lookUp(InetSocketAddress name, Promise<T> promise, Supplier<Future<T>> lookup) {
            Future<?> limit = executor()
                    .schedule(
                            () -> promise.tryFailure(new NameServerTimeoutException(name.getHostString())),
                            timeout.toNanos(),
                            TimeUnit.NANOSECONDS);
            promise.addListener(done -> limit.cancel(false));
            try {
                lookup.get().addListener((FutureListener<T>) found -> {
                    if (found.isSuccess()) {
                        promise.trySuccess(found.getNow());
                    } else {
                        promise.tryFailure(emittable(found.cause()));
                    }
                });
            } catch (Throwable e) { // of the application
                promise.tryFailure(emittable(e));
            }
        }

        private static Throwable emittable(Throwable error) {
            return FunctionFlux.emittable("the resolver of httpClient(...)", error);
        }
    }
}
