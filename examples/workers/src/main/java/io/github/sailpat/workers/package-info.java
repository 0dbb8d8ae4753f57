/** Several processes that take their work from Redis Streams, and share one rate limit. */
@NullMarked
package io.github.sailpat.workers;

import org.jspecify.annotations.NullMarked;
