package io.github.sailpat.spring.boot.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of an audit of one tenant.
 *
 * @param asOf when it was
 * @param counts the number of tokens in each bucket
 * @param ownExpiration when the client's own credentials expire, or {@code null} if they never do or are not listed
 */
public record TokenCounts(
        Instant asOf,
        Map<TokenBucket, Long> counts,
        @Nullable Instant ownExpiration) {
    /**
     * Copies the counts.
     *
     * @param asOf when the audit was
     * @param counts the number of tokens in each bucket
     * @param ownExpiration when the client's own credentials expire, or {@code null}
     */
    public TokenCounts {
        counts = Map.copyOf(counts);
    }

    /**
     * The number of tokens in a bucket.
     *
     * @param bucket the bucket
     * @return the number
     */
    public long count(TokenBucket bucket) {
        return counts.getOrDefault(bucket, 0L);
    }
}
