package io.github.sailpat.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer before it is written.
 *
 * @param status the HTTP status
 * @param headers the headers, without those of the framing
 * @param bytes the body, if it is held in memory
 * @param stream makes the body as it is sent; used instead of {@code bytes} when not null
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are never compared nor changed
record Reply(
        int status,
        List<Map.Entry<String, String>> headers,
        byte[] bytes,
        @Nullable Supplier<BodySource> stream) {

    static Reply json(int status, byte[] body) {
        return of(status, body, "application/json");
    }

    static Reply of(int status, byte[] body, String contentType) {
        return new Reply(status, List.of(Map.entry("Content-Type", contentType)), body, null);
    }

    static Reply empty(int status) {
        return new Reply(status, List.of(), new byte[0], null);
    }

    static Reply streamed(Supplier<BodySource> stream) {
        return new Reply(200, List.of(Map.entry("Content-Type", "application/json")), new byte[0], stream);
    }

    Reply withHeader(String name, String value) {
        return withHeaders(List.of(Map.entry(name, value)));
    }

    /** These headers too; those of the same names are replaced. */
    Reply withHeaders(List<Map.Entry<String, String>> more) {
        List<Map.Entry<String, String>> all = new ArrayList<>(headers);
        all.removeIf(header -> more.stream().anyMatch(each -> each.getKey().equalsIgnoreCase(header.getKey())));
        all.addAll(more);
        return new Reply(status, List.copyOf(all), bytes, stream);
    }

    BodySource source() {
        return stream == null ? new BytesSource(bytes) : stream.get();
    }

    boolean hasNoBody() {
        return stream == null && bytes.length == 0;
    }
}
