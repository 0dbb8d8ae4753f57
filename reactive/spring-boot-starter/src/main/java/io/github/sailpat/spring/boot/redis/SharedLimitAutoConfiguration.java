package io.github.sailpat.spring.boot.redis;

import io.github.sailpat.redis.RedisRateLimiter;
import io.github.sailpat.redis.micrometer.RedisRateLimiterMetrics;
import io.github.sailpat.spring.boot.RateLimiterFactory;
import io.github.sailpat.spring.boot.SailpatAutoConfiguration;
import io.github.sailpat.spring.boot.SailpatProperties;
import io.github.sailpat.spring.boot.audit.AuditAutoConfiguration;
import io.github.sailpat.spring.boot.audit.AuditLock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** With {@code sailpat.shared-limit.uri}: processes share the rate limit on Redis, and one of them runs the audit. */
@AutoConfiguration(
        before = {SailpatAutoConfiguration.class, AuditAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(RedisRateLimiter.class)
@ConditionalOnProperty("sailpat.shared-limit.uri")
@ConditionalOnMissingBean(RateLimiterFactory.class)
public class SharedLimitAutoConfiguration {
    /** For Spring. */
    SharedLimitAutoConfiguration() {}

    @Bean
    SharedLimits sailpatSharedLimits(SailpatProperties properties) {
        return new SharedLimits(properties.getSharedLimit());
    }

    @Bean
    @ConditionalOnMissingBean
    AuditLock sailpatAuditLock(SharedLimits limits) {
        return limits::acquireAudit;
    }

    /** The meters, where there is a registry. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Meters {
        @Bean
        @Lazy(false)
        @ConditionalOnBean(MeterRegistry.class)
        SmartInitializingSingleton sailpatSharedLimitMeters(MeterRegistry registry, SharedLimits limits) {
            return () -> limits.all()
                    .forEach((name, limiter) ->
                            new RedisRateLimiterMetrics(limiter, Tags.of("client", name)).bindTo(registry));
        }
    }
}
