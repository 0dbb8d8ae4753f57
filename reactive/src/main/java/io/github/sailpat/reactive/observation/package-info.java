/**
 * Observation of operations, attempts, waits and retries, for metrics and traces of any library. For Micrometer, use
 * {@code io.github.sailpat.reactive.micrometer.MicrometerObserver}.
 *
 * <p>Nothing here contains the id, the name or the secret of a token, or a query: a call is identified by operation and
 * URI template.
 */
@NullMarked
package io.github.sailpat.reactive.observation;

import org.jspecify.annotations.NullMarked;
