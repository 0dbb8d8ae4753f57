package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.observation.ClientObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

/** Creates the clients of the application, from their properties, and knows them. */
class SailPointClientFactory {
    private final SailpatProperties properties;
    private final ObjectProvider<SailPointConnectionDetails> details;
    private final ObjectProvider<SailPointClientCustomizer> customizers;
    private final ObjectProvider<ClientObserverFactory> observers;
    private final ObjectProvider<RateLimiterFactory> limiters;
    private final ObjectProvider<SslBundles> bundles;
    private final ManagedClients clients;

    SailPointClientFactory(
            SailpatProperties properties,
            ObjectProvider<SailPointConnectionDetails> details,
            ObjectProvider<SailPointClientCustomizer> customizers,
            ObjectProvider<ClientObserverFactory> observers,
            ObjectProvider<RateLimiterFactory> limiters,
            ObjectProvider<SslBundles> bundles,
            ManagedClients clients) {
        this.properties = properties;
        this.details = details;
        this.customizers = customizers;
        this.observers = observers;
        this.limiters = limiters;
        this.bundles = bundles;
        this.clients = clients;
    }

    /** The client of the properties {@code sailpat.*}. */
    SailPointClient create() {
        return create(ManagedClients.DEFAULT, SailpatProperties.PREFIX, properties);
    }

    /** The client of the properties {@code sailpat.clients.NAME.*}. */
    SailPointClient named(String name) {
        if (name.equals(ManagedClients.DEFAULT)) {
            throw new SailpatPropertyException(
                    SailpatProperties.PREFIX + ".clients." + name,
                    "is the name of the client without one, in the health and in meters: choose another",
                    null);
        }
        ClientProperties settings =
                Objects.requireNonNull(properties.getClients().get(name), name);
        return create(name, SailpatProperties.PREFIX + ".clients." + name, settings);
    }

    private SailPointClient create(String name, String prefix, ClientProperties settings) {
        SailPointConnectionDetails connection = details.getIfAvailable();
        ClientStatus status = new ClientStatus();
        SailPointClient client = build(name, prefix, settings, connection, status);
        clients.add(new ManagedClient(name, client, status, settings.getShutdownGracePeriod()));
        return client;
    }

    private SailPointClient build(
            String name,
            String prefix,
            ClientProperties settings,
            @Nullable SailPointConnectionDetails connection,
            ClientStatus status) {
        List<ClientObserver> all = new ArrayList<>(List.of(status));
        observers.orderedStream().map(factory -> factory.create(name)).forEach(all::add);
        try {
            return SailPointClient.create(builder -> {
                PropertyApplier applier = new PropertyApplier(prefix, settings, builder);
                applier.applyConnection(connection);
                applier.applySettings(bundles.getIfAvailable());
                applier.applyRate(name, connection, limiters.getIfAvailable());
                builder.observer(new CompositeClientObserver(all));
                customizers.orderedStream().forEach(customizer -> customizer.customize(name, builder));
                return builder;
            });
        } catch (SailpatPropertyException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            // A rule between two settings.
            throw new SailpatPropertyException(prefix, String.valueOf(e.getMessage()), e);
        }
    }
}
