package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;

/**
 * The client and its operations as beans. Clients are not lazy, also in an application whose beans are: a property that
 * is not valid fails the start, and the health knows each client.
 */
@AutoConfiguration(afterName = "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration")
@EnableConfigurationProperties(SailpatProperties.class)
@ImportRuntimeHints(SailpatRuntimeHints.class)
public class SailpatAutoConfiguration {
    static final String FACTORY = "sailPointClientFactory";

    /** For Spring. */
    SailpatAutoConfiguration() {}

    @Bean
    ManagedClients managedSailPointClients() {
        return new ManagedClients();
    }

    @Bean(FACTORY)
    SailPointClientFactory sailPointClientFactory(
            SailpatProperties properties,
            ObjectProvider<SailPointConnectionDetails> details,
            ObjectProvider<SailPointClientCustomizer> customizers,
            ObjectProvider<ClientObserverFactory> observers,
            ObjectProvider<RateLimiterFactory> limiters,
            ObjectProvider<SslBundles> bundles,
            ManagedClients clients) {
        return new SailPointClientFactory(properties, details, customizers, observers, limiters, bundles, clients);
    }

    @Bean
    SailPointClientLifecycle sailPointClientLifecycle(ManagedClients clients, ApplicationContext context) {
        return new SailPointClientLifecycle(clients, context);
    }

    @Bean
    @ConditionalOnMissingBean
    AuditedClients auditedClients(ListableBeanFactory beans, ManagedClients managed) {
        return () -> beans.getBeansOfType(SailPointClient.class).entrySet().stream()
                .map(bean -> audited(bean.getKey(), bean.getValue(), managed.find(bean.getValue())))
                .toList();
    }

    private static AuditedClient audited(String bean, SailPointClient client, @Nullable ManagedClient known) {
        return new AuditedClient(
                known == null ? bean : known.name(), client.personalAccessTokens(), client::getClientId);
    }

    @Bean(destroyMethod = "close")
    @Lazy(false)
    @Primary
    @ConditionalOnMissingBean
    @Conditional(OnDefaultClient.class)
    SailPointClient sailPointClient(SailPointClientFactory factory) {
        return factory.create();
    }

    @Bean
    @Primary
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(SailPointClient.class)
    PersonalAccessTokens personalAccessTokens(SailPointClient client) {
        return client.personalAccessTokens();
    }
}
