/**
 * A rate limit that several processes share by Redis, over Lettuce:
 * {@link io.github.sailpat.redis.RedisRateLimiter}.
 */
module io.github.sailpat.redis {
    requires transitive io.github.sailpat.reactive;
    requires transitive lettuce.core;
    requires io.netty.common; // of Lettuce, which is no module of its own and cannot ask for it
    requires org.slf4j;
    // Only the package micrometer refers to it, and nothing refers to that package.
    requires static micrometer.core;

    exports io.github.sailpat.redis;
    exports io.github.sailpat.redis.micrometer;
}
