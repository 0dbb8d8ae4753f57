package io.github.sailpat.spring.boot.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of the audits: one for each client and bucket, the age of the last audit, and the time until the client's
 * own credentials expire. They have no value (NaN) before the first audit.
 */
final class AuditMeters {
    private AuditMeters() {}

    static void register(MeterRegistry registry, AuditResults results, Collection<String> clientNames) {
        for (String client : clientNames) {
            for (TokenBucket bucket : TokenBucket.values()) {
                Gauge.builder("sailpat.tokens", results, all -> count(all.find(client), bucket))
                        .description("Tokens of the tenant, by the time until they expire and by use")
                        .tag("client", client)
                        .tag("bucket", bucket.getLabel())
                        .register(registry);
            }
            TimeGauge.builder("sailpat.audit.age", results, TimeUnit.SECONDS, all -> age(all.find(client)))
                    .description("Time since the last audit that has succeeded")
                    .tag("client", client)
                    .register(registry);
            TimeGauge.builder("sailpat.credentials.expiry", results, TimeUnit.SECONDS, all -> expiry(all.find(client)))
                    .description("Time until the client's own credentials expire")
                    .tag("client", client)
                    .register(registry);
        }
    }

    private static double count(@Nullable TokenCounts counts, TokenBucket bucket) {
        return counts == null ? Double.NaN : counts.count(bucket);
    }

    private static double age(@Nullable TokenCounts counts) {
        return counts == null ? Double.NaN : seconds(counts.asOf(), Instant.now());
    }

    private static double expiry(@Nullable TokenCounts counts) {
        Instant end = counts == null ? null : counts.ownExpiration();
        return end == null ? Double.NaN : seconds(Instant.now(), end);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
