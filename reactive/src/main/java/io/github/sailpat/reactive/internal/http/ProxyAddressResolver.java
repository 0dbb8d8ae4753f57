package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.http.netty.BlockingHostLookup;
import io.github.sailpat.reactive.internal.http.netty.ConnectRace;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FutureListener;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/**
 * Resolves the host name of a proxy to an address that accepts connections, as the one of a tenant is resolved. The
 * transport would take the first address only, and resolve the name on its event loop, which blocks.
 *
 * @param loops the event loops, one of which opens the connections that find the address
 * @param connectTimeout the timeout of one connection attempt
 */
record ProxyAddressResolver(LoopResources loops, Duration connectTimeout) {
    /**
     * Resolves a host name.
     *
     * @param names finds its addresses; may block
     * @param host the host name of the proxy
     * @param port the port of the proxy
     * @return an address that accepts connections, or the first one if none does, so that the connection fails with its
     *     own error; {@link UnknownHostException} if the name has no address
     */
    Mono<String> resolve(BlockingHostLookup names, String host, int port) {
        return Mono.fromCallable(() -> names.find(host).stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList())
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(all -> all.size() == 1 ? Mono.just(all.get(0)) : firstReachable(all))
                .map(address -> address.getAddress().getHostAddress());
    }

    private Mono<InetSocketAddress> firstReachable(List<InetSocketAddress> addresses) {
        return Mono.<InetSocketAddress>create(sink -> {
                    EventLoop loop =
                            loops.onClient(LoopResources.DEFAULT_NATIVE).next();
                    loop.execute(() -> new ConnectRace(loop, loops, connectTimeout, addresses)
                            .start()
                            .addListener((FutureListener<InetSocketAddress>) race -> {
                                if (race.isSuccess()) {
                                    sink.success(race.getNow());
                                } else {
                                    sink.error(race.cause());
                                }
                            }));
                })
                .onErrorReturn(addresses.get(0));
    }
}
