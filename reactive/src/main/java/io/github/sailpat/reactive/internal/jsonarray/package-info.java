/** A streaming decoder of one JSON array: chunks of bytes in, elements out, on demand. */
@NullMarked
package io.github.sailpat.reactive.internal.jsonarray;

import org.jspecify.annotations.NullMarked;
