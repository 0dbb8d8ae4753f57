package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.netty.http.client.HttpClient;

/**
 * A Reactor Netty client, prepared for each method of the API. Each setting of a client copies all of its
 * configuration, so the method is not set anew for each request.
 */
record MethodClients(Map<String, HttpClient.RequestSender> byMethod) {
    static MethodClients of(HttpClient client) {
        return new MethodClients(Stream.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE)
                .collect(Collectors.toUnmodifiableMap(HttpMethod::name, client::request)));
    }

    HttpClient.RequestSender request(ApiCall<?> call) {
        HttpClient.RequestSender client = byMethod.get(call.method());
        if (client == null) {
            throw new IllegalArgumentException("no operation has the method " + call.method());
        }
        return client;
    }
}
