package io.github.sailpat.sandbox;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request while the tenant handles it. Written by its event loop, read by the users of the ledger. */
final class Exchange {

    private static final int RECORDED_BODY = 64 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final String method;
    private final String path;
    private final @Nullable String query;
    private final HttpHeaders headers;
    private final Route route;
    private final String connectionId;
    private final long arrival = System.nanoTime();
    private byte[] body = NOTHING;
    private volatile String recordedBody = "";
    private volatile @Nullable Integer status;

    Exchange(String method, String uri, HttpHeaders headers, String connectionId) {
        int mark = uri.indexOf('?');
        this.method = method;
        this.path = mark < 0 ? uri : uri.substring(0, mark);
        this.query = mark < 0 ? null : uri.substring(mark + 1);
        this.headers = headers;
        this.route = Route.of(method, path);
        this.connectionId = connectionId;
    }

    Route route() {
        return route;
    }

    Operation operation() {
        return route.operation();
    }

    @Nullable
    String query() {
        return query;
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    byte[] body() {
        return body;
    }

    void read(byte[] bytes, boolean record) {
        body = bytes;
        if (record) {
            recordedBody = new String(bytes, 0, Math.min(bytes.length, RECORDED_BODY), StandardCharsets.UTF_8);
        }
    }

    void respond(int newStatus) {
        status = newStatus;
        body = NOTHING; // only the record is kept from now on
    }

    SandboxRequest snapshot() {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach(
                header -> copy.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.getValue()));
        copy.replaceAll((name, values) -> List.copyOf(values));
        Version version = route.version();
        return new SandboxRequest(
                method,
                path,
                query,
                Map.copyOf(copy),
                recordedBody,
                route.operation(),
                version == null ? null : version.segment(),
                route.tokenId(),
                arrival,
                connectionId,
                status);
    }
}
