package io.github.sailpat.spring.boot;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * The health contributor {@code sailpat}. Its types have moved in Spring Boot 4, so there is one for each of the two,
 * of which one finds its classes.
 */
@AutoConfiguration(after = {SailpatAutoConfiguration.class, NamedClientsAutoConfiguration.class})
@Conditional(OnHealthEnabled.class)
public class HealthAutoConfiguration {
    /** For Spring. */
    HealthAutoConfiguration() {}

    /** Spring Boot 3. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.ReactiveHealthIndicator")
    static class Boot3 {
        @Bean
        @ConditionalOnMissingBean(name = "sailpatHealthIndicator")
        org.springframework.boot.actuate.health.ReactiveHealthIndicator sailpatHealthIndicator(
                ManagedClients clients, SailpatProperties properties) {
            SailpatHealth health = SailpatHealth.of(clients, properties);
            return () -> health.read()
                    .map(report -> (report.isUp()
                                    ? org.springframework.boot.actuate.health.Health.up()
                                    : org.springframework.boot.actuate.health.Health.down())
                            .withDetails(report.details())
                            .build());
        }
    }

    /** Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.ReactiveHealthIndicator")
    static class Boot4 {
        @Bean
        @ConditionalOnMissingBean(name = "sailpatHealthIndicator")
        org.springframework.boot.health.contributor.ReactiveHealthIndicator sailpatHealthIndicator(
                ManagedClients clients, SailpatProperties properties) {
            SailpatHealth health = SailpatHealth.of(clients, properties);
            return () -> health.read()
                    .map(report -> (report.isUp()
                                    ? org.springframework.boot.health.contributor.Health.up()
                                    : org.springframework.boot.health.contributor.Health.down())
                            .withDetails(report.details())
                            .build());
        }
    }
}
