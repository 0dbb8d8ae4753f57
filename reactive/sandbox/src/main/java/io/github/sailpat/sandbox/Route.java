package io.github.sailpat.sandbox;

import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes.
 *
 * @param operation what is asked for; OTHER for what the tenant does not know
 * @param version the API version, or null outside the API
 * @param tokenId the token named by the path, decoded once, or null
 * @param knownPath whether the path exists, for other methods at least
 */
record Route(
        Operation operation,
        @Nullable Version version,
        @Nullable String tokenId,
        boolean knownPath) {

    private static final String RESOURCE = "personal-access-tokens";
    private static final Route UNKNOWN = new Route(Operation.OTHER, null, null, false);

    static Route of(String method, String path) {
        if (path.equals("/oauth/token")) {
            return new Route(method.equals("POST") ? Operation.TOKEN : Operation.OTHER, null, null, true);
        }
        String[] segments = path.split("/", -1);
        if (segments.length < 3 || segments.length > 4 || !segments[0].isEmpty()) {
            return UNKNOWN;
        }
        Version version = version(segments[1], segments[2]);
        if (version == null) {
            return UNKNOWN;
        }
        if (segments.length == 3) {
            return new Route(onCollection(method), version, null, true);
        }
        String id = decoded(segments[3]);
        return id.isEmpty() ? UNKNOWN : new Route(onToken(method), version, id, true);
    }

    /** The yearly versions come first, but v1 comes after the resource. */
    private static @Nullable Version version(String first, String second) {
        if (first.equals(RESOURCE)) {
            return second.equals(Version.V1.segment()) ? Version.V1 : null;
        }
        Version version = second.equals(RESOURCE) ? Version.of(first) : null;
        return version == Version.V1 ? null : version;
    }

    private static Operation onCollection(String method) {
        return switch (method) {
            case "GET" -> Operation.LIST;
            case "POST" -> Operation.CREATE;
            default -> Operation.OTHER;
        };
    }

    private static Operation onToken(String method) {
        return switch (method) {
            case "PATCH" -> Operation.PATCH;
            case "DELETE" -> Operation.DELETE;
            default -> Operation.OTHER;
        };
    }

    /** RFC 3986: a plus sign stands for itself in a path. What cannot be decoded stays as it is, and names no token. */
    private static String decoded(String segment) {
        try {
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
