/** The meters of a shared rate limit. Micrometer is an optional dependency. */
@NullMarked
package io.github.sailpat.redis.micrometer;

import org.jspecify.annotations.NullMarked;
