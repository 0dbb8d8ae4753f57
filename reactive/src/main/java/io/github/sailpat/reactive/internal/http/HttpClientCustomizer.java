package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.function.FunctionMono;
import io.github.sailpat.reactive.internal.http.netty.TimeLimitedResolverGroup;
import io.netty.resolver.AddressResolverGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/** Calls the function of {@code httpClient(...)}, and limits what its changes can do to the client. */
final class HttpClientCustomizer {
    private final UnaryOperator<HttpClient> function;
    private final Duration connectTimeout;
    private final List<TimeLimitedResolverGroup> resolvers = new ArrayList<>();

    HttpClientCustomizer(UnaryOperator<HttpClient> function, Duration connectTimeout) {
        this.function = function;
        this.connectTimeout = connectTimeout;
    }

    /**
     * Applies the function.
     *
     * @param ours the Reactor Netty client to change
     * @return the changed one
     * @throws IllegalArgumentException if it is not supported
     */
    HttpClient customize(HttpClient ours) {
        // What a function of mapConnect(...) throws on the event loop would be lost.
        HttpClient guarded =
                ours.mapConnect(connection -> FunctionMono.of("the connection of httpClient(...)", () -> connection));
        HttpClient customized = function.apply(guarded);
        if (customized == guarded) {
            return ours;
        }
        check(customized);
        return limitResolver(customized, ours.configuration().resolver());
    }

    private static void check(HttpClient customized) {
        if (customized == null) {
            throw new IllegalArgumentException("the function of httpClient(...) returned null: it must return the"
                    + " HttpClient that it takes, with its changes");
        }
        for (HttpProtocol protocol : customized.configuration().protocols()) {
            if (protocol != HttpProtocol.HTTP11) {
                throw new IllegalArgumentException("the function of httpClient(...) sets the protocol " + protocol
                        + ", which is not supported: leave protocol(...) out, or set HTTP11 alone; for HTTP/2 call"
                        + " protocol(HttpVersion.HTTP_2) of the client's builder");
            }
        }
    }

    /** A resolver of the application may never answer. */
    private HttpClient limitResolver(HttpClient customized, @Nullable AddressResolverGroup<?> ours) {
        AddressResolverGroup<?> names = customized.configuration().resolver();
        if (names == null || names == ours) {
            return customized;
        }
        TimeLimitedResolverGroup limited = new TimeLimitedResolverGroup(names, connectTimeout);
        resolvers.add(limited);
        return customized.resolver(limited);
    }

    void close() {
        resolvers.forEach(TimeLimitedResolverGroup::close);
    }
}
