package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.AttemptState;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.function.BlockedThreadChecker;
import io.github.sailpat.reactive.internal.function.FunctionFlux;
import io.github.sailpat.reactive.internal.function.FunctionThreads;
import io.github.sailpat.reactive.internal.http.netty.HostResolverGroup;
import io.github.sailpat.reactive.internal.http.netty.ReachableAddressGroup;
import io.github.sailpat.reactive.internal.http.netty.RedactingHttpMessageLog;
import io.github.sailpat.reactive.internal.http.netty.ResponseTimeoutHandler;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.FutureMono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.Http2AllocationStrategy;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpResponseDecoderSpec;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * The HTTP connections to one tenant. Lists have a connection pool of their own: an open list holds its connection
 * until its subscriber has consumed it, and the calls that the subscriber makes for each element must not wait for that
 * connection.
 */
public final class Transport {
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private static final int OK = 200;
    /** Reactor Netty does not share connections between clients with different attributes, even of one provider. */
    private static final AttributeKey<String> POOL = AttributeKey.valueOf("sailpat.pool");

    private static final Duration DISPOSE_QUIET = Duration.ZERO;
    /** Usually a few milliseconds are enough. */
    private static final Duration DISPOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Origin origin;
    private final TimeSource timeSource;
    private final Scheduler timer;
    private final BlockedThreadChecker checker;
    private final Duration connectTimeout;
    private final Duration responseTimeout;
    /** {@code null} without TLS. */
    private final @Nullable LazySslContext tls;

    private final FunctionThreads threads;
    private final boolean shared;
    private final LoopResources loops;
    /** The default resolver of Reactor Netty is never closed. {@code null} with a proxy, which resolves the name. */
    private final @Nullable AddressResolverGroup<InetSocketAddress> resolver;

    private final HttpClientCustomizer customizer;
    private final ConnectionHandlers handlers;
    /** Whether it is asked for. */
    private final boolean http2;

    private final List<ConnectionProvider> ownPools;
    private final MethodClients calls;
    private final MethodClients lists;
    /** Opens a new connection for a retry after a broken connection: the idle ones of the pool may be broken too. */
    private final MethodClients unpooledCalls;

    private final MethodClients unpooledLists;
    private final ConnectionPermits callPermits;
    private final ConnectionPermits listPermits;
    private final ConnectionPermits tokenPermits = ConnectionPermits.unlimited();
    /** The open channels of the client's own pools, which are closed with the client. */
    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    /** Whether a server has sent bytes after the end of a response. */
    private volatile boolean leavesBytes;

    /** Whether the last connection has negotiated HTTP/2. */
    private volatile boolean multiplexed;

    private volatile boolean used;
    private volatile boolean closed;

    /**
     * Configures the connections. None is opened yet.
     *
     * @param settings the settings of the connections
     * @param timeSource the time, and the scheduler of timeouts
     * @param checker checks the event loops while they are used
     * @param threads may block
     */
    public Transport(
            TransportSettings settings, TimeSource timeSource, BlockedThreadChecker checker, FunctionThreads threads) {
        this.threads = threads;
        this.timeSource = timeSource;
        this.timer = timeSource.scheduler();
        this.checker = checker;
        origin = new Origin(settings.baseUrl());
        responseTimeout = settings.responseTimeout();
        ExternalResources resources = settings.shared();
        shared = resources != null;
        loops = resources == null ? LoopResources.create("sailpat", settings.eventLoops(), true) : resources.loops();
        resolver = settings.proxy() == null
                ? new ReachableAddressGroup(
                        () -> new HostResolverGroup(settings.hostLookup(), settings.connectTimeout(), timer),
                        loops,
                        settings.connectTimeout(),
                        timeSource)
                : null;
        customizer = new HttpClientCustomizer(settings.customizer(), settings.connectTimeout());
        http2 = settings.http2() && origin.isSecure();
        tls = origin.isSecure() ? settings.tls().toContext(http2) : null;
        ConnectionProvider callPool = resources == null ? pool("sailpat-calls", settings) : resources.connections();
        ConnectionProvider listPool = resources == null ? pool("sailpat-lists", settings) : resources.connections();
        callPermits = new ConnectionPermits(settings.maxConnections());
        listPermits = new ListConnectionPermits(settings.maxConnections(), settings.connectTimeout(), timer);
        ownPools = resources == null ? List.of(callPool, listPool) : List.of();
        handlers = new ConnectionHandlers(settings, timeSource, channels, () -> leavesBytes = true);
        HttpClient pooled = client(callPool, settings, negotiation(streamPermits(callPermits, settings, 1)));
        HttpClient unpooled = client(ConnectionProvider.newConnection(), settings, negotiation(null));
        calls = MethodClients.of(pooled.attr(POOL, "calls"));
        lists = MethodClients.of(
                streaming(client(listPool, settings, negotiation(streamPermits(listPermits, settings, 0)))
                        .attr(POOL, "lists")));
        unpooledCalls = MethodClients.of(unpooled);
        unpooledLists = MethodClients.of(streaming(unpooled));
        connectTimeout = connectTimeout(pooled, settings.connectTimeout());
    }

    /** The one that is in effect: the customizer may have changed it. */
    private static Duration connectTimeout(HttpClient client, Duration configured) {
        return client.configuration().options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS) instanceof Integer millis
                ? Duration.ofMillis(millis)
                : configured;
    }

    /** The decoder of a list has a timeout of its own, which runs only while the subscriber has demand. */
    private static HttpClient streaming(HttpClient client) {
        return client.doOnResponse((response, connection) -> {
            if (response.status().code() == OK) {
                ResponseTimeoutHandler.stop(connection.channel());
            }
        });
    }

    private static SslProvider tls(LazySslContext context, TransportSettings settings) {
        return SslProvider.builder()
                .sslContext(context)
                .handshakeTimeout(settings.connectTimeout())
                .build();
    }

    /** One stream is reserved among the calls, for the request for an access token. */
    private @Nullable StreamPermits streamPermits(ConnectionPermits permits, TransportSettings settings, int reserved) {
        return http2 ? new StreamPermits(permits, settings.maxConnections(), reserved) : null;
    }

    private Negotiation negotiation(@Nullable StreamPermits permits) {
        return new Negotiation() {
            @Override
            public void http1() {
                multiplexed = false;
                if (permits != null) {
                    permits.http1();
                }
            }

            @Override
            public void http2(long maxStreams) {
                multiplexed = true;
                if (permits != null) {
                    permits.http2(maxStreams);
                }
            }
        };
    }

    private ConnectionProvider pool(String name, TransportSettings settings) {
        ConnectionProvider.Builder pool = ConnectionProvider.builder(name)
                .maxConnections(settings.maxConnections())
                // ConnectionPermits bounds the number of acquires, and the deadline of each call bounds their time.
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(Duration.ZERO)
                .maxIdleTime(settings.maxIdleTime())
                // A connection that is in use is closed after its use.
                .maxLifeTime(settings.maxConnectionLife())
                .lifo();
        if (http2) {
            // With a minimum, Reactor Netty opens another connection only if those that it has take no further stream.
            pool.allocationStrategy(Http2AllocationStrategy.builder()
                    .minConnections(1)
                    .maxConnections(Math.max(2, settings.maxConnections())) // one may replace the other
                    .build());
        }
        return pool.build();
    }

    private HttpClient client(ConnectionProvider pool, TransportSettings settings, Negotiation negotiation) {
        // The resolver before runOn(), which would otherwise create one that is never closed.
        HttpClient ours = HttpClient.create(pool)
                .resolver(resolver == null ? NoopAddressResolverGroup.INSTANCE : resolver)
                .runOn(loops)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(settings.connectTimeout().toMillis(), Integer.MAX_VALUE))
                .option(ChannelOption.TCP_NODELAY, true)
                // A malformed header must not fail the response to a create, whose body has the secret of the token.
                .httpResponseDecoder(spec -> spec.maxHeaderSize(MAX_HEADER_BYTES)
                        .validateHeaders(false)
                        .allowDuplicateContentLengths(true));
        if (tls != null) {
            ours = ours.secure(tls(tls, settings));
        }
        if (settings.proxy() != null) {
            ours = settings.proxy().through(ours, loops, settings.connectTimeout(), timer);
        }
        // The settings below must not be customized, because other stages of the pipeline depend on them.
        HttpClient customized = customizer.customize(ours);
        if (customized.configuration().isSecure() != origin.isSecure()) { // an access token is not sent in the clear
            customized = tls == null ? customized.noSSL() : customized.secure(tls(tls, settings));
        }
        boolean own = !shared && isOwn(customized.configuration().connectionProvider());
        HttpResponseDecoderSpec decoder = customized.configuration().decoder();
        if (http2) {
            customized = customized
                    .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                    .http2Settings(spec -> spec.maxHeaderListSize(MAX_HEADER_BYTES));
        }
        return origin.setOn(customized)
                .wiretap(false)
                .httpMessageLogFactory(new RedactingHttpMessageLog())
                .disableRetry(true)
                .followRedirect(false)
                .compress(false)
                .responseTimeout(null)
                .doOnChannelInit((observer, channel, address) -> {
                    checker.watch(channel.eventLoop());
                    handlers.addTo(channel, decoder, own, negotiation);
                })
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, settings.userAgent())
                        .set(HttpHeaderNames.ACCEPT, "application/json")
                        .set(HttpHeaderNames.ACCEPT_ENCODING, "identity"));
    }

    /** The idle connections of a provider of the application stay open when the client is closed. */
    private boolean isOwn(ConnectionProvider provider) {
        return ownPools.contains(provider) || provider == ConnectionProvider.newConnection();
    }

    /** The permits that an attempt needs one of before it acquires a connection. */
    ConnectionPermits permitsFor(ApiCall<?> call, @Nullable AccessToken accessToken) {
        if (accessToken == null) {
            return tokenPermits;
        }
        return call.decoder().isStream() ? listPermits : callPermits;
    }

    /**
     * Tells when the current thread, if it is an event loop that closing this transport shuts down, is not blocked.
     *
     * @return completes when that event loop has run another task; {@code null} on any other thread
     */
    public @Nullable Mono<Void> whenEventLoopIsFree() {
        if (shared || !used || loops.isDisposed()) { // asking for the event loops would create them
            return null;
        }
        for (EventExecutor loop : loops.onClient(LoopResources.DEFAULT_NATIVE)) {
            if (loop.inEventLoop()) {
                return Mono.<Void>create(sink -> loop.execute(sink::success))
                        .onErrorComplete(RejectedExecutionException.class);
            }
        }
        return null;
    }

    boolean isClosed() {
        return closed;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Scheduler timer() {
        return timer;
    }

    TimeSource timeSource() {
        return timeSource;
    }

    /** Subscribes to an exchange when the TLS context has been created. */
    <T> Flux<T> whenReady(Flux<T> exchange) {
        if (tls == null || tls.isCreated()) {
            return exchange;
        }
        // Nothing is opened after a close, which nobody would close any more.
        return createTls(tls)
                .thenMany(FunctionFlux.of(
                        "httpClient(...)",
                        () -> closed ? Flux.error(new CancellationException("the client was closed")) : exchange));
    }

    /** A cancel does not interrupt it, because other calls may wait for the same context. */
    private Mono<Void> createTls(LazySslContext context) {
        return Mono.create(sink -> threads.run(() -> {
            try {
                context.create();
            } catch (Throwable e) { // an error of the JDK's providers, too, must end the call
                sink.error(e);
                return;
            }
            sink.success();
        }));
    }

    /**
     * The Reactor Netty client for an attempt: a pooled one, or one that opens a new connection. So does each create
     * from the time on at which a server has left bytes behind: such bytes may come when a connection is lent again,
     * and spoil the response with the secret.
     */
    HttpClient.RequestSender clientFor(ApiCall<?> call, AttemptState attempt) {
        used = true;
        checker.start();
        if (call.decoder().isStream()) {
            return (isFresh(attempt) ? unpooledLists : lists).request(call);
        }
        boolean fresh = isFresh(attempt) || (leavesBytes && call.kind() == CallKind.CREATE);
        return (fresh ? unpooledCalls : calls).request(call);
    }

    /** Of HTTP/2, a connection that broke is known to be broken, and is used no more. */
    private boolean isFresh(AttemptState attempt) {
        return attempt.isFreshConnection() && !multiplexed;
    }

    /** The longest time without a byte of the response to an attempt. */
    Duration timeoutFor(AttemptState attempt) {
        Duration limit = attempt.getResponseTimeLimit();
        return limit == null || limit.compareTo(responseTimeout) >= 0 ? responseTimeout : limit;
    }

    /** Starts no more exchanges. Exchanges that have started continue. */
    public void close() {
        closed = true;
        Stream.of(callPermits, listPermits, tokenPermits).forEach(ConnectionPermits::close);
    }

    /**
     * Closes the connections and the event loops that this transport owns. Those of the application stay open. The
     * event loops are shut down from another thread, because a loop that shuts down itself does not close its
     * connections.
     *
     * @return completes when all is closed, within 20 seconds
     */
    public Mono<Void> disposeLater() {
        Mono<Void> pools = Mono.when(
                ownPools.stream().map(ConnectionProvider::disposeLater).toList());
        Mono<Void> open = FutureMono.deferFuture(channels::close);
        return Mono.fromRunnable(this::close)
                .then(pools.then(open)
                        .timeout(DISPOSE_TIMEOUT, Mono.empty(), timer)
                        .onErrorComplete())
                .then(Mono.fromRunnable(this::closeResolvers))
                .then(shared ? Mono.empty() : disposeLoops());
    }

    private Mono<Void> disposeLoops() {
        Mono<Void> dispose = loops.disposeLater(DISPOSE_QUIET, DISPOSE_TIMEOUT);
        return dispose.subscribeOn(timer).onErrorResume(RejectedExecutionException.class, e -> dispose);
    }

    private void closeResolvers() {
        customizer.close();
        if (resolver != null) {
            resolver.close();
        }
    }
}
