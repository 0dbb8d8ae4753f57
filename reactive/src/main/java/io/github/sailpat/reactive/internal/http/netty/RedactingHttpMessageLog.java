package io.github.sailpat.reactive.internal.http.netty;

import reactor.netty.http.logging.HttpMessageArgProvider;
import reactor.netty.http.logging.HttpMessageLogFactory;
import reactor.netty.http.logging.HttpMessageType;

/**
 * Reduces what Reactor Netty logs of an HTTP message to its type and status code. Everything else in a message, the
 * reason phrase included, may contain a secret that the server echoes.
 */
public final class RedactingHttpMessageLog implements HttpMessageLogFactory {
    @Override
    public String trace(HttpMessageArgProvider message) {
        return line(message);
    }

    @Override
    public String debug(HttpMessageArgProvider message) {
        return line(message);
    }

    @Override
    public String info(HttpMessageArgProvider message) {
        return line(message);
    }

    @Override
    public String warn(HttpMessageArgProvider message) {
        return line(message);
    }

    @Override
    public String error(HttpMessageArgProvider message) {
        return line(message);
    }

    private static String line(HttpMessageArgProvider message) {
        // Only a response has a status: three digits, then the reason phrase.
        boolean response = message.httpMessageType() == HttpMessageType.RESPONSE
                || message.httpMessageType() == HttpMessageType.FULL_RESPONSE;
        return message.httpMessageType() + (response ? " " + message.status().split(" ", 2)[0] : "");
    }
}
