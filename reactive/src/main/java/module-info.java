/**
 * The operations on personal access tokens of SailPoint Identity Security Cloud, as {@code Mono} and {@code Flux} over
 * Reactor Netty.
 *
 * <ul>
 *   <li>{@linkplain io.github.sailpat.reactive The client}: create a
 *       {@link io.github.sailpat.reactive.SailPointClient} and use its
 *       {@link io.github.sailpat.reactive.PersonalAccessTokens}.
 *   <li>{@linkplain io.github.sailpat.reactive.auth Access tokens}: provide them from another source.
 *   <li>{@linkplain io.github.sailpat.reactive.resilience Retry and rate limit}: the retry policy and budget, the rate
 *       limiter and the deadline, which can be applied to any {@code Mono} or {@code Flux}.
 * </ul>
 *
 * <p>Nothing is sent before a subscription, and each subscription is a call of its own. A call is retried if that is
 * harmless, and terminates within its deadline with a result or one of the {@linkplain io.github.sailpat.error errors}.
 * Results are emitted on the client's event loop, which must not be blocked. Cancel closes the connection immediately.
 * No log, message or {@code toString} contains a secret.
 */
@SuppressWarnings("module") // a friend of the package internal.delivery is built after this one
module io.github.sailpat.reactive {
    requires transitive io.github.sailpat.core;
    requires transitive org.jspecify;
    requires transitive org.reactivestreams;
    requires transitive reactor.core;
    requires transitive reactor.netty.http;
    requires transitive reactor.netty.core;
    requires com.fasterxml.jackson.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2; // of Reactor Netty too, which is no module of its own and cannot ask for it
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires io.netty.resolver;
    requires io.netty.resolver.dns; // of Reactor Netty
    requires io.netty.transport;
    requires org.slf4j;
    requires static org.immutables.value.annotations;
    requires static java.compiler;
    // Only the package micrometer refers to it, and nothing refers to that package.
    requires static micrometer.commons;
    requires static micrometer.core;
    requires static micrometer.observation;

    exports io.github.sailpat.reactive;
    exports io.github.sailpat.reactive.auth;
    exports io.github.sailpat.reactive.journal;
    exports io.github.sailpat.reactive.micrometer;
    exports io.github.sailpat.reactive.observation;
    exports io.github.sailpat.reactive.resilience;
    exports io.github.sailpat.reactive.internal.delivery to
            io.github.sailpat.kotlin;
}
