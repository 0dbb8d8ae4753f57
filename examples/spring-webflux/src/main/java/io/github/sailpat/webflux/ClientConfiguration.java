package io.github.sailpat.webflux;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.micrometer.MicrometerObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The client, on the threads of the web server and on connections that the service owns. */
@Configuration(proxyBeanMethods = false)
class ClientConfiguration {
    private static final int CONNECTIONS_PER_HOST = 64;
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(15);

    /**
     * Spring Boot gives these to the web server and to every {@code WebClient} too. They start first and stop last,
     * when the last request has its response.
     */
    @Bean
    ReactorResourceFactory reactorResources() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResourcesSupplier(() -> LoopResources.create("service"));
        resources.setConnectionProviderSupplier(() -> ConnectionProvider.builder("service")
                .maxConnections(CONNECTIONS_PER_HOST)
                .pendingAcquireMaxCount(-1)
                .maxIdleTime(MAX_IDLE_TIME)
                .evictInBackground(MAX_IDLE_TIME)
                .lifo()
                .metrics(true)
                .build());
        resources.setShutdownQuietPeriod(Duration.ZERO);
        return resources;
    }

    @Bean(destroyMethod = "close")
    Tenant tenant(SailpatProperties properties) {
        return Tenant.of(properties);
    }

    @Bean(destroyMethod = "close")
    SailPointClient sailPointClient(
            Tenant tenant,
            SailpatProperties properties,
            ReactorResourceFactory resources,
            ObservationRegistry observations,
            MeterRegistry meters) {
        return SailPointClient.create(builder -> {
            builder.baseUrl(tenant.baseUrl())
                    .clientCredentials(tenant.clientId(), tenant.clientSecret())
                    .apiVersion(properties.apiVersion())
                    .rateLimiter(properties.rate().toLimiter())
                    .sharedResources(resources.getConnectionProvider(), resources.getLoopResources())
                    .observer(MicrometerObserver.create(observations, meters))
                    .userAgent("token-service");
            return properties.deadline() == null ? builder : builder.deadline(properties.deadline());
        });
    }

    @Bean
    PersonalAccessTokens personalAccessTokens(SailPointClient client) {
        return client.personalAccessTokens();
    }
}
