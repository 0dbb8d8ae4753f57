package io.github.sailpat.spring.boot.audit;

import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the tokens of one list, in one pass, and remembers those that expire soon. */
final class TokenCounter {
    private static final Duration SOON = Duration.ofDays(14);
    /** So that memory is bounded; the counts are of all tokens. */
    private static final int MAX_SOON = 10_000;

    private final Instant now;
    private final Instant unusedSince;
    private final @Nullable String ownId;
    private final Map<TokenBucket, Long> counts = new EnumMap<>(TokenBucket.class);
    private final List<PersonalAccessToken> expiringSoon = new ArrayList<>();
    private @Nullable Instant ownExpiration;

    TokenCounter(Instant now, Duration unusedFor, @Nullable String ownId) {
        this.now = now;
        this.unusedSince = now.minus(unusedFor);
        this.ownId = ownId;
        for (TokenBucket bucket : TokenBucket.values()) {
            counts.put(bucket, 0L);
        }
    }

    void add(PersonalAccessToken token) {
        for (TokenBucket bucket : TokenBucket.values()) {
            if (bucket.contains(token, now, unusedSince)) {
                counts.merge(bucket, 1L, Long::sum);
            }
        }
        Instant expiry = token.getExpirationDate();
        if (token.getId().equalsIgnoreCase(ownId)) {
            ownExpiration = expiry;
        }
        if (expiry != null
                && expiry.isAfter(now)
                && !expiry.isAfter(now.plus(SOON))
                && expiringSoon.size() < MAX_SOON) {
            expiringSoon.add(token);
        }
    }

    TokenCounts counts() {
        return new TokenCounts(now, counts, ownExpiration);
    }

    List<PersonalAccessToken> expiringSoon() {
        return expiringSoon;
    }

    Instant now() {
        return now;
    }
}
