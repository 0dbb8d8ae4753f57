package io.github.sailpat.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the tenant received it. An immutable snapshot.
 *
 * @param method the HTTP method
 * @param path the path as sent, still encoded
 * @param query the query as sent, or null if there was none
 * @param headers the headers, names in lower case
 * @param body the body as UTF-8 text, at most its first 64 KiB; empty until it has been read
 * @param operation the operation
 * @param apiVersion the path segment of the API version ({@code beta}, {@code v1}, …), or null for other paths
 * @param tokenId the token that the path names, decoded, or null
 * @param arrival {@link System#nanoTime()} when the headers were received
 * @param connectionId the id of the connection
 * @param status the status of the response, or null before it
 */
public record SandboxRequest(
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> headers,
        String body,
        Operation operation,
        @Nullable String apiVersion,
        @Nullable String tokenId,
        long arrival,
        String connectionId,
        @Nullable Integer status) {

    /**
     * The first value of a header.
     *
     * @param name the name, in any case
     * @return the value, or null if the header was not sent
     */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.get(0);
    }

    /** Method, path and status; neither headers nor body, which hold credentials. */
    @Override
    public String toString() {
        return "SandboxRequest[" + method + " " + path + " -> " + status + "]";
    }
}
