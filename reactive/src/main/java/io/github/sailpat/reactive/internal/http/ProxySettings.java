package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.http.error.ProxyFailure;
import io.github.sailpat.token.Secret;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

/**
 * The proxy to go through.
 *
 * @param host its name or address
 * @param port its port
 * @param user who asks, or {@code null} for nobody
 * @param password of the user
 */
public record ProxySettings(
        String host,
        int port,
        @Nullable String user,
        @Nullable Secret password) {
    /** How long a name stays resolved. */
    private static final Duration NAME_LIFE = Duration.ofSeconds(30);

    /**
     * With a password of its own, for whoever keeps it.
     *
     * @return a copy
     */
    public ProxySettings copy() {
        return new ProxySettings(host, port, user, password == null ? null : Secret.of(password.toCharArray()));
    }

    /** Forgets the password. */
    public void wipe() {
        if (password != null) {
            password.wipe();
        }
    }

    /**
     * The client through this proxy. The proxy's name is resolved here, for the transport would block its event loop
     * with it; and for each connection anew, for the transport would keep the password as a text. The tenant's name is
     * for the proxy to resolve: behind it there may be no other DNS.
     */
    HttpClient through(HttpClient client, Duration connectTimeout) {
        String name = host + ':' + port;
        Mono<String> address = Mono.fromCallable(
                        () -> InetAddress.getByName(host).getHostAddress())
                .onErrorMap(UnknownHostException.class, e -> ProxyFailure.ofName(name))
                .subscribeOn(Schedulers.boundedElastic())
                .cache(resolved -> NAME_LIFE, e -> Duration.ZERO, () -> Duration.ZERO);
        return client.resolver(NoopAddressResolverGroup.INSTANCE)
                .proxyWhen((config, spec) -> address.map(resolved -> {
                    ProxyProvider.Builder proxy = spec.type(ProxyProvider.Proxy.HTTP)
                            .host(resolved)
                            .port(port)
                            .connectTimeoutMillis(connectTimeout.toMillis());
                    Secret secret = password;
                    return user == null || secret == null
                            ? proxy
                            : proxy.username(user).password(asked -> secret.reveal());
                }))
                .mapConnect(connection ->
                        connection.onErrorMap(error -> ProxyFailure.ofConnection(error, name, user != null)));
    }
}
