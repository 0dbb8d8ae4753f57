/** The rate limit that several processes share on Redis, where {@code sailpat-redis} is there. */
@NullMarked
package io.github.sailpat.spring.boot.redis;

import org.jspecify.annotations.NullMarked;
