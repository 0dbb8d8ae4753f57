package io.github.sailpat.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The living bearers. They end by time, which is monotonic, and with their token. Thread-safe. */
final class AccessTokens {

    private static final int SWEEP_EVERY = 1024;
    private static final String HEADER = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");

    private final Map<String, Bearer> living = new ConcurrentHashMap<>();
    private final Identifiers identifiers;
    private final Predicate<String> clientExists;
    private final AtomicLong issued = new AtomicLong();

    private record Bearer(Caller caller, long endNanos) {
        boolean isOver() {
            return System.nanoTime() - endNanos >= 0;
        }
    }

    AccessTokens(Identifiers identifiers, Predicate<String> clientExists) {
        this.identifiers = identifiers;
        this.clientExists = clientExists;
    }

    /** Looks like a JWT; its signature is nobody's. */
    String issue(Caller caller, Duration life) {
        long number = issued.incrementAndGet();
        if (number % SWEEP_EVERY == 0) {
            living.values().removeIf(Bearer::isOver);
        }
        String claims = "{\"jti\":\"" + number + "\",\"identity_id\":\"" + caller.ownerId() + "\"}";
        String bearer = HEADER + "." + encoded(claims) + "." + encoded(identifiers.id());
        living.put(bearer, new Bearer(caller, System.nanoTime() + life.toNanos()));
        return bearer;
    }

    /** Who holds this {@code Authorization}, or null if it is none that lives. */
    @Nullable
    Caller callerOf(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        String value = authorization.substring(7).trim();
        Bearer bearer = living.get(value);
        if (bearer == null) {
            return null;
        }
        if (bearer.isOver() || !clientExists.test(bearer.caller().clientId())) {
            living.remove(value);
            return null;
        }
        return bearer.caller();
    }

    void revokeAll() {
        living.clear();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
