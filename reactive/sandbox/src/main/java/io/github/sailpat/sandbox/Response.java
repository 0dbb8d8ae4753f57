package io.github.sailpat.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response before it is written.
 *
 * @param status the HTTP status
 * @param headers the headers, without those of the framing
 * @param bytes the body, if it is held in memory
 * @param stream makes the body as it is sent; used instead of {@code bytes} when not null
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are never compared nor changed
record Response(
        int status,
        List<Map.Entry<String, String>> headers,
        byte[] bytes,
        @Nullable Supplier<BodySource> stream) {

    static Response json(int status, byte[] body) {
        return of(status, body, "application/json");
    }

    static Response of(int status, byte[] body, String contentType) {
        return new Response(status, List.of(Map.entry("Content-Type", contentType)), body, null);
    }

    static Response empty(int status) {
        return new Response(status, List.of(), new byte[0], null);
    }

    static Response streamed(Supplier<BodySource> stream) {
        return new Response(200, List.of(Map.entry("Content-Type", "application/json")), new byte[0], stream);
    }

    Response withHeader(String name, String value) {
        return withHeaders(List.of(Map.entry(name, value)));
    }

    /** These headers too; those of the same names are replaced. */
    Response withHeaders(List<Map.Entry<String, String>> more) {
        List<Map.Entry<String, String>> all = new ArrayList<>(headers);
        all.removeIf(header -> more.stream().anyMatch(each -> each.getKey().equalsIgnoreCase(header.getKey())));
        all.addAll(more);
        return new Response(status, List.copyOf(all), bytes, stream);
    }

    BodySource source() {
        return stream == null ? new BytesSource(bytes) : stream.get();
    }

    boolean hasNoBody() {
        return stream == null && bytes.length == 0;
    }
}
