package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.observation.ClientObserver;

/**
 * Creates an observer for each client. All beans of this type are used; Micrometer's is one of them. A customizer that
 * sets {@code observer(...)} replaces them all, and then the health knows of no errors.
 */
@FunctionalInterface
public interface ClientObserverFactory {
    /**
     * Creates an observer.
     *
     * @param clientName {@code sailpat}, or the name in {@code sailpat.clients}
     * @return the observer of that client
     */
    ClientObserver create(String clientName);
}
