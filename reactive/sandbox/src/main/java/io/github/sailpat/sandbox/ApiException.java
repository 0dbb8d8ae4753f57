package io.github.sailpat.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A request that the tenant refuses, with its response. */
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Response response;

    ApiException(Response response, String text) {
        super(text, null, false, false);
        this.response = response;
    }

    Response response() {
        return response;
    }

    static ApiException badRequest(String text) {
        return of(400, "400.1 Bad request content", text);
    }

    /** The name is in use; the status is not 409. */
    static ApiException duplicate(String text) {
        return of(400, "400.1.409 Duplicate", text);
    }

    static ApiException forbidden() {
        return of(403, "403 Forbidden", "The server understood the request but refuses to authorize it.");
    }

    static ApiException notFound() {
        return of(404, "404 Not found", "The server did not find a current representation for the target resource.");
    }

    /** An error in the shape that the platform gives to its API's own errors. */
    static ApiException of(int status, String detailCode, String text) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("locale", "en-US");
        message.put("localeOrigin", "DEFAULT");
        message.put("text", text);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("detailCode", detailCode);
        body.put("trackingId", trackingId());
        body.put("messages", List.of(message));
        body.put("causes", List.of());
        return new ApiException(Response.json(status, Json.write(body)), text);
    }

    /** Not a UUID: making one may block the event loop, which reads the system's source of randomness. */
    private static String trackingId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }

    /** In the format of the gateway, which responds before the API. */
    static ApiException unauthorized() {
        String text = "JWT validation failed: JWT is expired";
        return new ApiException(Response.json(401, Json.write(Map.of("error", text))), text);
    }

    /** In the format of the gateway, for a caller with too many requests. */
    static ApiException rateLimited(long retryAfterSeconds) {
        String text = " Rate Limit Exceeded ";
        return new ApiException(
                Response.json(429, Json.write(Map.of("message", text)))
                        .withHeader("Retry-After", Long.toString(retryAfterSeconds)),
                text);
    }

    /** The token endpoint's shape (RFC 6749, section 5.2). */
    static ApiException oauth(int status, String error, String description) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        return new ApiException(Response.json(status, Json.write(body)), description);
    }
}
