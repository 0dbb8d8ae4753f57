/**
 * What a client lets others see of its work: operations, attempts, waits and repeats, for metrics and traces of any
 * library. For Micrometer there is an {@code io.github.sailpat.reactive.micrometer.MicrometerObserver}.
 *
 * <p>Nothing here has an id, a name, a query or a secret of a token: calls are known by operation and URI template.
 */
@NullMarked
package io.github.sailpat.reactive.observation;

import org.jspecify.annotations.NullMarked;
