/** A rate limit that several processes share by Redis. */
@NullMarked
package io.github.sailpat.redis;

import org.jspecify.annotations.NullMarked;
