package io.github.sailpat.reactive.internal.http.netty;

import reactor.netty.http.logging.HttpMessageArgProvider;
import reactor.netty.http.logging.HttpMessageLogFactory;
import reactor.netty.http.logging.HttpMessageType;

/**
 * What the transport's own log says of a message: its kind and its status. Whatever else stands in a message, the words
 * behind the status too, may be a secret that somebody repeats.
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
        // Only a response has a status: three digits, and then anybody's words.
        boolean response = message.httpMessageType() == HttpMessageType.RESPONSE
                || message.httpMessageType() == HttpMessageType.FULL_RESPONSE;
        return message.httpMessageType() + (response ? " " + message.status().split(" ", 2)[0] : "");
    }
}
