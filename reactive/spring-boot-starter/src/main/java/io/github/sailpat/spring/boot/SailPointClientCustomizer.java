package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.SailPointClient;

/**
 * Changes the builder of a client after the properties were applied, so it has the last word. All beans of this type
 * are called, in their order, once for each client.
 */
@FunctionalInterface
public interface SailPointClientCustomizer {
    /**
     * Changes a builder.
     *
     * @param clientName {@code sailpat}, or the name in {@code sailpat.clients}
     * @param builder the builder, with the properties applied
     */
    void customize(String clientName, SailPointClient.Builder builder);
}
