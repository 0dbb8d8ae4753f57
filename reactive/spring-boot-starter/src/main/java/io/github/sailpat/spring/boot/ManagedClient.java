package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.SailPointClient;
import java.time.Duration;

/**
 * A client that the auto-configuration has created.
 *
 * @param name its name
 * @param client the client
 * @param status what is known of it
 * @param gracePeriod how long its shutdown waits
 */
record ManagedClient(String name, SailPointClient client, ClientStatus status, Duration gracePeriod) {}
