package io.github.sailpat.webflux;

import io.github.sailpat.spring.boot.SailPointClientCustomizer;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The client uses the threads of the web server, and connections that the service owns. */
@Configuration(proxyBeanMethods = false)
class SharedResources {
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

    @Bean
    SailPointClientCustomizer sharedResourcesCustomizer(ReactorResourceFactory resources) {
        return (name, builder) ->
                builder.sharedResources(resources.getConnectionProvider(), resources.getLoopResources());
    }
}
