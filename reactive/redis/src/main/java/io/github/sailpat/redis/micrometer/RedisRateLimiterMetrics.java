package io.github.sailpat.redis.micrometer;

import io.github.sailpat.redis.RedisRateLimiter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of a {@link RedisRateLimiter}.
 *
 * <ul>
 *   <li>{@code sailpat.rate.shared}: 1 if Redis has replied last time, 0 while the process uses its share by itself.
 *   <li>{@code sailpat.rate.processes}: the number of processes that share the limit.
 *   <li>{@code sailpat.rate.redis.calls}: the number of round trips to Redis.
 *   <li>{@code sailpat.rate.local.grants}: the number of permits that were granted without Redis.
 * </ul>
 */
public final class RedisRateLimiterMetrics implements MeterBinder {
    private final RedisRateLimiter limiter;
    private final Tags tags;

    /**
     * The meters of a limiter.
     *
     * @param limiter the limiter
     * @param tags tags of all meters, for example the name of the client
     */
    public RedisRateLimiterMetrics(RedisRateLimiter limiter, Iterable<Tag> tags) {
        this.limiter = limiter;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("sailpat.rate.shared", limiter, it -> it.isShared() ? 1 : 0)
                .tags(tags)
                .register(registry);
        Gauge.builder("sailpat.rate.processes", limiter, RedisRateLimiter::getProcesses)
                .baseUnit("processes")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("sailpat.rate.redis.calls", limiter, RedisRateLimiter::getRoundTrips)
                .baseUnit("calls")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("sailpat.rate.local.grants", limiter, RedisRateLimiter::getLocalGrants)
                .baseUnit("permits")
                .tags(tags)
                .register(registry);
    }
}
