/** Time that does not jump. */
@NullMarked
package io.github.sailpat.reactive.internal.time;

import org.jspecify.annotations.NullMarked;
