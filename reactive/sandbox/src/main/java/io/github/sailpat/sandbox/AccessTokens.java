package io.github.sailpat.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The valid access tokens. They expire by monotonic time, and with the deletion of their token. Thread-safe. */
final class AccessTokens {

    private static final int SWEEP_EVERY = 1024;
    private static final String HEADER = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");

    private final Map<String, Issued> valid = new ConcurrentHashMap<>();
    private final Identifiers identifiers;
    private final Predicate<String> clientExists;
    private final AtomicLong issued = new AtomicLong();

    private record Issued(Caller caller, long endNanos) {
        boolean isExpired() {
            return System.nanoTime() - endNanos >= 0;
        }
    }

    AccessTokens(Identifiers identifiers, Predicate<String> clientExists) {
        this.identifiers = identifiers;
        this.clientExists = clientExists;
    }

    /** In the form of a JWT, with a signature that cannot be verified. */
    String issue(Caller caller, Duration life) {
        long number = issued.incrementAndGet();
        if (number % SWEEP_EVERY == 0) {
            valid.values().removeIf(Issued::isExpired);
        }
        String claims = "{\"jti\":\"" + number + "\",\"identity_id\":\"" + caller.ownerId() + "\"}";
        String accessToken = HEADER + "." + encoded(claims) + "." + encoded(identifiers.id());
        valid.put(accessToken, new Issued(caller, System.nanoTime() + life.toNanos()));
        return accessToken;
    }

    /** The caller with this {@code Authorization} header, or null if it has no valid access token. */
    @Nullable
    Caller callerOf(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        String value = authorization.substring(7).trim();
        Issued issued = valid.get(value);
        if (issued == null) {
            return null;
        }
        if (issued.isExpired() || !clientExists.test(issued.caller().clientId())) {
            valid.remove(value);
            return null;
        }
        return issued.caller();
    }

    void revokeAll() {
        valid.clear();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
