package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.SailPointClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The clients that the auto-configuration has created, in that order. */
class ManagedClients {
    /** The name of the client of the properties {@code sailpat.*}. */
    static final String DEFAULT = "sailpat";

    private final List<ManagedClient> clients = new CopyOnWriteArrayList<>();

    void add(ManagedClient client) {
        clients.add(client);
    }

    List<ManagedClient> all() {
        return List.copyOf(clients);
    }

    @Nullable
    ManagedClient find(SailPointClient client) {
        return clients.stream()
                .filter(each -> each.client() == client)
                .findFirst()
                .orElse(null);
    }
}
