/** Clocks: monotonic time, the tenant's time, and dates of HTTP. */
@NullMarked
package io.github.sailpat.reactive.internal.timing;

import org.jspecify.annotations.NullMarked;
