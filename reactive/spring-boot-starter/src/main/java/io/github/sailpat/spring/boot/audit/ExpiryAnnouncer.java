package io.github.sailpat.spring.boot.audit;

import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which tokens of a client are announced: each once for a threshold. Used by one audit at a time. */
final class ExpiryAnnouncer {
    private static final List<Duration> THRESHOLDS =
            List.of(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(14));

    private record Announced(Instant expirationDate, Duration threshold) {}

    private final String clientName;
    private Map<String, Announced> announced = new HashMap<>();

    ExpiryAnnouncer(String clientName) {
        this.clientName = clientName;
    }

    /** The events that are due. Tokens that are not given any more are forgotten, so that memory is bounded. */
    synchronized List<TokenExpiringEvent> due(List<PersonalAccessToken> expiringSoon, Instant now) {
        List<TokenExpiringEvent> events = new ArrayList<>();
        Map<String, Announced> next = new HashMap<>();
        for (PersonalAccessToken token : expiringSoon) {
            Instant expiry = token.getExpirationDate();
            Duration threshold = expiry == null ? null : threshold(Duration.between(now, expiry));
            if (expiry == null || threshold == null) {
                continue;
            }
            Announced last = announced.get(token.getId());
            boolean isAnnounced = last != null
                    && last.expirationDate().equals(expiry)
                    && last.threshold().compareTo(threshold) <= 0;
            if (!isAnnounced) {
                events.add(new TokenExpiringEvent(
                        clientName,
                        token.getId(),
                        token.getName(),
                        token.getOwner().getId(),
                        expiry,
                        threshold));
            }
            next.put(token.getId(), isAnnounced && last != null ? last : new Announced(expiry, threshold));
        }
        announced = next;
        return events;
    }

    private static @Nullable Duration threshold(Duration left) {
        return THRESHOLDS.stream()
                .filter(each -> left.compareTo(each) <= 0)
                .findFirst()
                .orElse(null);
    }
}
