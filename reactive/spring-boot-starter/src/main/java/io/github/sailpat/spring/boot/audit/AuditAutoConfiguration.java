package io.github.sailpat.spring.boot.audit;

import io.github.sailpat.spring.boot.AuditProperties;
import io.github.sailpat.spring.boot.AuditedClient;
import io.github.sailpat.spring.boot.AuditedClients;
import io.github.sailpat.spring.boot.NamedClientsAutoConfiguration;
import io.github.sailpat.spring.boot.SailpatAutoConfiguration;
import io.github.sailpat.spring.boot.SailpatProperties;
import io.github.sailpat.spring.boot.SailpatPropertyException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import reactor.core.publisher.Mono;

/** The audit in the background, if {@code sailpat.audit.schedule} is set. */
@AutoConfiguration(
        after = {SailpatAutoConfiguration.class, NamedClientsAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnProperty("sailpat.audit.schedule")
public class AuditAutoConfiguration {
    /** For Spring. */
    AuditAutoConfiguration() {}

    @Bean
    AuditResults sailpatAuditResults() {
        return new AuditResults();
    }

    @Bean
    ScheduledAudit sailpatScheduledAudit(
            SailpatProperties properties,
            AuditedClients clients,
            AuditResults results,
            ObjectProvider<AuditLock> locks,
            ApplicationEventPublisher events) {
        AuditProperties audit = properties.getAudit();
        Duration schedule = positive("schedule", Objects.requireNonNull(audit.getSchedule()));
        Duration unusedFor = positive("unused-for", audit.getUnusedFor());
        AuditLock lock = locks.getIfAvailable(() -> (client, time) -> Mono.just(true));
        return new ScheduledAudit(() -> audits(clients, unusedFor, results, events), lock, schedule);
    }

    private static List<TokenAudit> audits(
            AuditedClients clients, Duration unusedFor, AuditResults results, ApplicationEventPublisher events) {
        return clients.all().stream()
                .map(each -> new TokenAudit(each.name(), each.tokens(), each.ownId(), unusedFor, results, events))
                .toList();
    }

    private static Duration positive(String property, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new SailpatPropertyException("sailpat.audit." + property, "must be above zero", null);
        }
        return value;
    }

    /** The gauges, where there is a registry. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Meters {
        @Bean
        @Lazy(false)
        @ConditionalOnBean(MeterRegistry.class)
        InitializingBean sailpatAuditMeters(MeterRegistry registry, AuditResults results, AuditedClients clients) {
            return () -> AuditMeters.register(
                    registry,
                    results,
                    clients.all().stream().map(AuditedClient::name).toList());
        }
    }

    /** The endpoint, where there is Actuator. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class Endpoints {
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint(endpoint = TokensEndpoint.class)
        TokensEndpoint tokensEndpoint(AuditResults results) {
            return new TokensEndpoint(results);
        }
    }
}
