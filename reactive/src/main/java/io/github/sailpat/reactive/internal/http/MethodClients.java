package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.call.ApiCall;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.netty.http.client.HttpClient;

/**
 * A Reactor Netty client, prepared for each method of the API. Each setting of a client copies all of its
 * configuration, so only the path is set anew for each request. The rest of the request is in its Reactor Context.
 */
record MethodClients(Map<String, HttpClient.ResponseReceiver<?>> byMethod) {
    static MethodClients of(HttpClient client) {
        return new MethodClients(Stream.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE)
                .collect(Collectors.toUnmodifiableMap(
                        HttpMethod::name, method -> client.request(method).send(OutgoingRequest::send))));
    }

    HttpClient.ResponseReceiver<?> request(ApiCall<?> call) {
        HttpClient.ResponseReceiver<?> client = byMethod.get(call.method());
        if (client == null) {
            throw new IllegalArgumentException("no operation has the method " + call.method());
        }
        return client.uri(call.uri());
    }
}
