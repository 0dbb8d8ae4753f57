package io.github.sailpat.reactive.internal.http;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.sailpat.reactive.internal.http.error.ProxyFailureException;
import io.github.sailpat.token.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.ProxyProvider;

/**
 * The HTTP proxy that connections are tunnelled through (RFC 9110 section 9.3.6).
 *
 * @param host the host name or address of the proxy
 * @param port the port of the proxy
 * @param user the user for Basic authentication, or {@code null} for no authentication
 * @param password the password of the user
 */
public record ProxySettings(
        String host,
        int port,
        @Nullable String user,
        @Nullable Secret password) {
    /** How long a resolved address is cached. */
    private static final Duration ADDRESS_TTL = Duration.ofSeconds(30);

    private record Resolved(String address, long time) {}

    /**
     * Copies these settings, including the password, so that the copy can be wiped independently.
     *
     * @return a copy
     */
    public ProxySettings copy() {
        return new ProxySettings(host, port, user, password == null ? null : Secret.of(password.toCharArray()));
    }

    /** Wipes the password. */
    public void wipe() {
        if (password != null) {
            password.wipe();
        }
    }

    /**
     * A client that connects through this proxy. The proxy is configured for each connection, because the transport
     * would otherwise retain the password as a {@code String}. The proxy resolves the name of the tenant, because a
     * network behind a proxy often has no DNS of its own for it.
     */
    HttpClient through(HttpClient client, LoopResources loops, Duration connectTimeout, Scheduler clock) {
        String name = host + ':' + port;
        // A cache with a timer would retain the transport of a closed client until the timer expires.
        Mono<String> address = new ProxyAddressResolver(loops, connectTimeout)
                .resolve(proxy -> List.of(InetAddress.getAllByName(proxy)), host, port)
                .onErrorMap(UnknownHostException.class, e -> ProxyFailureException.unknownHost(name))
                .map(resolved -> new Resolved(resolved, clock.now(NANOSECONDS)))
                .cacheInvalidateIf(resolved -> clock.now(NANOSECONDS) - resolved.time() > ADDRESS_TTL.toNanos())
                .map(Resolved::address);
        return client.proxyWhen((config, spec) -> address.map(resolved -> {
                    ProxyProvider.Builder proxy = spec.type(ProxyProvider.Proxy.HTTP)
                            .host(resolved)
                            .port(port)
                            .connectTimeoutMillis(connectTimeout.toMillis());
                    Secret secret = password;
                    return user == null || secret == null
                            ? proxy
                            : proxy.username(user).password(asked -> secret.reveal());
                }))
                .mapConnect(connection -> connection.onErrorMap(
                        error -> ProxyFailureException.ofConnection(error, name, user != null, connectTimeout)));
    }
}
