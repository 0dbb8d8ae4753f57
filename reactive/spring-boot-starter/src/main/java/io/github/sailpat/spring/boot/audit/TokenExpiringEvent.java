package io.github.sailpat.spring.boot.audit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An application event: a token expires in 14, 7 or 1 day, or sooner. It is published once for each token, threshold
 * and expiration date within a process, on a thread that may block. A token that is first seen below several thresholds
 * has one event, with the lowest of them. After a restart of the process the events are published again.
 *
 * @param clientName the client whose tenant has the token
 * @param tokenId the id of the token
 * @param tokenName its name, if it has one
 * @param ownerId the identity that owns it, if it is known
 * @param expirationDate when it expires
 * @param threshold the threshold: 14, 7 or 1 day
 */
public record TokenExpiringEvent(
        String clientName,
        String tokenId,
        @Nullable String tokenName,
        @Nullable String ownerId,
        Instant expirationDate,
        Duration threshold) {}
