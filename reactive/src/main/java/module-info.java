/**
 * What can be done with personal access tokens, as Mono and Flux over Reactor Netty.
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
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.handler.proxy;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires org.slf4j;
    requires static org.immutables.value.annotations;
    requires static java.compiler;

    exports io.github.sailpat.reactive;
    exports io.github.sailpat.reactive.auth;
    exports io.github.sailpat.reactive.retry;
}
