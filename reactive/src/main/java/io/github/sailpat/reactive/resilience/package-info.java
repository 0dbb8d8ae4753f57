/**
 * Retries, rate limits and time limits. They are parts of a client, and usable without one on any {@code Mono} or
 * {@code Flux}.
 */
@NullMarked
package io.github.sailpat.reactive.resilience;

import org.jspecify.annotations.NullMarked;
