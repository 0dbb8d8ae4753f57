/**
 * Retry policy and budget, rate limiter and deadline. They can be used without the client, on any {@code Mono} or
 * {@code Flux}.
 */
@NullMarked
package io.github.sailpat.reactive.retry;

import org.jspecify.annotations.NullMarked;
