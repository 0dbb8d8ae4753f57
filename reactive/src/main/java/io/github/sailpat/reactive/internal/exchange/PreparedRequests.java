package io.github.sailpat.reactive.internal.exchange;

import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClient.ResponseReceiver;

/**
 * Requests over the connections of one client, each of which sends the {@link Outgoing} that its subscriber's Context has.
 * They are made beforehand as far as they can be: with each step towards a request the transport copies all its settings.
 */
final class PreparedRequests {
    private final String origin;
    private final Map<String, ResponseReceiver<?>> byMethod;
    /** The one before: creates all have the same. */
    private volatile @Nullable Prepared latest;

    private record Prepared(String method, String pathAndQuery, ResponseReceiver<?> request) {}

    PreparedRequests(HttpClient client, String origin) {
        this.origin = origin;
        this.byMethod = Stream.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE)
                .collect(Collectors.toMap(
                        HttpMethod::name, method -> client.request(method).send(Outgoing::send)));
    }

    /**
     * A request.
     *
     * @param method one of those that the API has
     * @param pathAndQuery begins with a slash, encoded
     */
    ResponseReceiver<?> request(String method, String pathAndQuery) {
        Prepared known = latest;
        if (known == null || !known.pathAndQuery.equals(pathAndQuery) || !known.method.equals(method)) {
            // As a text it would not do: the transport takes a port of one digit for a part of the host then.
            URI uri = URI.create(origin + pathAndQuery);
            known = new Prepared(
                    method,
                    pathAndQuery,
                    Objects.requireNonNull(byMethod.get(method)).uri(uri));
            latest = known;
        }
        return known.request;
    }
}
