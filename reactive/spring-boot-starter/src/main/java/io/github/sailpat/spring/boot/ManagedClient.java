package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client that the auto-configuration has created.
 *
 * @param name its name
 * @param client the client
 * @param status what is known of it
 * @param clientId the id of its credentials, as configured
 * @param clientSecret the secret of its credentials, as configured
 * @param gracePeriod how long its shutdown waits
 */
record ManagedClient(
        String name,
        SailPointClient client,
        ClientStatus status,
        @Nullable String clientId,
        @Nullable Secret clientSecret,
        Duration gracePeriod) {}
