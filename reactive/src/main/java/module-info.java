/**
 * What can be done with personal access tokens of SailPoint Identity Security Cloud, as {@code Mono} and {@code Flux} over
 * Reactor Netty.
 *
 * <ul>
 *   <li>{@linkplain io.github.sailpat.reactive The front door}: make a
 *       {@link io.github.sailpat.reactive.SailPointClient}, ask it for its
 *       {@link io.github.sailpat.reactive.PersonalAccessTokens}, and compose what they give.
 *   <li>{@linkplain io.github.sailpat.reactive.auth Bearers}: bring your own source of them.
 *   <li>{@linkplain io.github.sailpat.reactive.retry Repeats and pace}: the policy, the budget, the limiter and the deadline,
 *       which are of use on any {@code Mono} or {@code Flux}.
 * </ul>
 *
 * <p>Nothing happens before a subscription, and each subscription is a call of its own: it is sent, repeated where a
 * repeat does no harm, and ends with a result or with one of the
 * {@linkplain io.github.sailpat.error errors} within its deadline. Results come on the client's event loop, which must
 * not be blocked. Cancelling closes the call's connection at once. No secret is in a log, a message or a
 * {@code toString}.
 */
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
    requires io.netty.codec.http2; // of Reactor Netty, which is no module of its own and cannot ask for it
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
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
    exports io.github.sailpat.reactive.micrometer;
    exports io.github.sailpat.reactive.observation;
    exports io.github.sailpat.reactive.retry;
}
