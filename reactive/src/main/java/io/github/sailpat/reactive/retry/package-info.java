/**
 * Decisions about time that are of use without the client too: how often and when to try again, and how fast to go.
 * Everything here can be put on any {@code Mono} or {@code Flux}.
 */
@NullMarked
package io.github.sailpat.reactive.retry;

import org.jspecify.annotations.NullMarked;
