package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.AttemptState;
import io.github.sailpat.reactive.internal.http.netty.DecoderErrorSanitizer;
import io.github.sailpat.reactive.internal.http.netty.InterimResponseFilter;
import io.github.sailpat.reactive.internal.http.netty.RedactingHttpMessageLog;
import io.github.sailpat.reactive.internal.http.netty.ResponseTimeoutHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.FutureMono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;
import reactor.netty.transport.NameResolverProvider;

/**
 * The connections to one tenant. Lists have a pool of their own: an open list holds its connection for as long as its
 * consumer likes, and what the consumer does with each token must not wait for that one.
 */
public final class Transport {
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private static final int OK = 200;
    /** Connections of clients that differ in it are never shared, though their provider be the same. */
    private static final AttributeKey<String> POOL = AttributeKey.valueOf("sailpat.pool");

    private static final Duration DISPOSE_QUIET = Duration.ZERO;
    /** A few milliseconds are usual; the rest is for a machine that is stalled. */
    private static final Duration DISPOSE_TIMEOUT = Duration.ofSeconds(10);

    private final String origin;
    private final Duration responseTimeout;
    private final @Nullable SslProvider tls;
    private final boolean shared;
    private final LoopResources loops;
    /** The transport's own is kept for ever, with everything that it refers to. Through a proxy there is none. */
    private final @Nullable AddressResolverGroup<InetSocketAddress> resolver;

    private final List<ConnectionProvider> ownPools;
    private final HttpClient calls;
    private final HttpClient lists;
    /** A new connection for a call whose last one broke: the others that wait in its pool may be at their end too. */
    private final HttpClient repeatedCalls;

    private final HttpClient repeatedLists;
    private final ConnectionPermits callPermits;
    private final ConnectionPermits listPermits;
    private final ConnectionPermits tokenPermits = ConnectionPermits.unlimited();
    /** Of this client's own pools: what is still open when the client is closed. */
    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    /** The address of the call before: creates all have the same. */
    private volatile @Nullable Address latest;

    private volatile boolean closed;

    private record Address(String pathAndQuery, URI uri) {}

    /**
     * Prepares connections; none is opened yet.
     *
     * @param settings how to reach the tenant
     */
    public Transport(TransportSettings settings) {
        String base = settings.baseUrl().toString();
        origin = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        responseTimeout = settings.responseTimeout();
        ExternalResources resources = settings.shared();
        shared = resources != null;
        loops = resources == null ? LoopResources.create("sailpat", settings.eventLoops(), true) : resources.loops();
        resolver = settings.proxy() == null
                ? NameResolverProvider.builder().build().newNameResolverGroup(loops, true)
                : null;
        tls = isHttps(settings) ? tls(settings) : null;
        ConnectionProvider callPool = resources == null ? pool("sailpat-calls", settings) : resources.connections();
        ConnectionProvider listPool = resources == null ? pool("sailpat-lists", settings) : resources.connections();
        callPermits = new ConnectionPermits(settings.maxConnections());
        listPermits = new ConnectionPermits(settings.maxConnections());
        ownPools = resources == null ? List.of(callPool, listPool) : List.of();
        calls = client(callPool, settings).attr(POOL, "calls");
        lists = streaming(client(listPool, settings).attr(POOL, "lists"));
        repeatedCalls = client(ConnectionProvider.newConnection(), settings);
        repeatedLists = streaming(repeatedCalls);
    }

    /** Once a list has begun, its decoder watches the time, for it knows whether the consumer is asking. */
    private static HttpClient streaming(HttpClient client) {
        return client.doOnResponse((response, connection) -> {
            if (response.status().code() == OK) {
                ResponseTimeoutHandler.end(connection.channel());
            }
        });
    }

    private static boolean isHttps(TransportSettings settings) {
        return "https".equals(settings.baseUrl().getScheme());
    }

    private static SslProvider tls(TransportSettings settings) {
        return SslProvider.builder()
                .sslContext(settings.tls().toSpec())
                .handshakeTimeout(settings.connectTimeout())
                .build();
    }

    private static ConnectionProvider pool(String name, TransportSettings settings) {
        return ConnectionProvider.builder(name)
                .maxConnections(settings.maxConnections())
                // Who waits for a connection is bounded by the callers and by each call's deadline.
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(Duration.ZERO)
                .maxIdleTime(settings.maxIdleTime())
                // By a scheduler that the application can dispose of.
                .evictInBackground(settings.maxIdleTime(), Schedulers.parallel())
                .lifo()
                .build();
    }

    private HttpClient client(ConnectionProvider pool, TransportSettings settings) {
        HttpClient ours = HttpClient.create(pool);
        if (resolver != null) {
            // Before the loops, for which the transport would otherwise make a resolver that it keeps for ever.
            ours = ours.resolver(resolver);
        }
        ours = ours.runOn(loops)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(settings.connectTimeout().toMillis(), Integer.MAX_VALUE))
                .option(ChannelOption.TCP_NODELAY, true)
                // What stands in a header that says nothing about the body costs no secret in it.
                .httpResponseDecoder(spec -> spec.maxHeaderSize(MAX_HEADER_BYTES)
                        .validateHeaders(false)
                        .allowDuplicateContentLengths(true));
        if (tls != null) {
            ours = ours.secure(tls);
        }
        if (settings.proxy() != null) {
            ours = settings.proxy().through(ours, settings.connectTimeout());
        }
        // What follows is not the user's to change: each line keeps a promise of the pipeline.
        HttpClient customized = settings.customizer().apply(ours);
        boolean own = !shared && isOwn(customized.configuration().connectionProvider());
        return customized
                .wiretap(false)
                .httpMessageLogFactory(new RedactingHttpMessageLog())
                .disableRetry(true)
                .followRedirect(false)
                .compress(false)
                .responseTimeout(null)
                .doOnChannelInit((observer, channel, address) -> {
                    if (own) {
                        channels.add(channel);
                    }
                    channel.pipeline()
                            .addAfter(NettyPipeline.HttpCodec, "sailpat-interim", new InterimResponseFilter())
                            .addAfter("sailpat-interim", "sailpat-timeout", new ResponseTimeoutHandler())
                            .addAfter("sailpat-timeout", "sailpat-malformed", DecoderErrorSanitizer.INSTANCE);
                })
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, settings.userAgent())
                        .set(HttpHeaderNames.ACCEPT, "application/json")
                        .set(HttpHeaderNames.ACCEPT_ENCODING, "identity"));
    }

    /** A transport that the user brought keeps its idle connections. */
    private boolean isOwn(ConnectionProvider provider) {
        return ownPools.contains(provider) || provider == ConnectionProvider.newConnection();
    }

    /** What an attempt waits for before it asks for a connection. The calls wait for a fetch of an access token. */
    ConnectionPermits permitsFor(ApiCall<?> call, @Nullable AccessToken bearer) {
        if (bearer == null) {
            return tokenPermits;
        }
        return call.decoder().isStream() ? listPermits : callPermits;
    }

    /**
     * Whether the current thread is one of those that a close ends.
     *
     * @return {@code true} on an event loop of this client's own
     */
    public boolean isOnEventLoop() {
        if (shared || loops.isDisposed()) {
            return false;
        }
        for (EventExecutor loop : loops.onClient(LoopResources.DEFAULT_NATIVE)) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    boolean isClosed() {
        return closed;
    }

    /** The connections for an attempt. */
    HttpClient clientFor(ApiCall<?> call, AttemptState attempt) {
        if (call.decoder().isStream()) {
            return attempt.isFreshConnection() ? repeatedLists : lists;
        }
        return attempt.isFreshConnection() ? repeatedCalls : calls;
    }

    /** How long an attempt waits for the first byte of its response, and for each further one. */
    Duration timeoutFor(AttemptState attempt) {
        Duration limit = attempt.getResponseTimeLimit();
        return limit == null || limit.compareTo(responseTimeout) >= 0 ? responseTimeout : limit;
    }

    /**
     * A path on the tenant.
     *
     * @param pathAndQuery begins with a slash, encoded
     * @return the absolute URI; as a text it would not do, for the transport takes a port of one digit for a part of
     *     the host then
     */
    URI absolute(String pathAndQuery) {
        Address known = latest;
        if (known == null || !known.pathAndQuery.equals(pathAndQuery)) {
            known = new Address(pathAndQuery, URI.create(origin + pathAndQuery));
            latest = known;
        }
        return known.uri;
    }

    /** Begins no exchange any more. What is under way goes on. */
    public void close() {
        closed = true;
        Stream.of(callPermits, listPermits, tokenPermits).forEach(ConnectionPermits::close);
    }

    /**
     * Closes what this transport has opened; a transport that the user brought is left alone. The event loops are ended
     * by another thread: one that ends itself does not close its connections.
     *
     * @return completes when it is closed, within seconds
     */
    public Mono<Void> disposeLater() {
        Mono<Void> pools = Mono.when(
                ownPools.stream().map(ConnectionProvider::disposeLater).toList());
        Mono<Void> open = FutureMono.deferFuture(channels::close);
        return Mono.fromRunnable(this::close)
                .then(pools.then(open).timeout(DISPOSE_TIMEOUT, Mono.empty()).onErrorComplete())
                .then(Mono.fromRunnable(this::closeResolver))
                .then(shared ? Mono.empty() : endLoops());
    }

    private Mono<Void> endLoops() {
        Mono<Void> end = loops.disposeLater(DISPOSE_QUIET, DISPOSE_TIMEOUT);
        return end.subscribeOn(Schedulers.parallel()).onErrorResume(RejectedExecutionException.class, e -> end);
    }

    private void closeResolver() {
        if (resolver != null) {
            resolver.close();
        }
    }
}
