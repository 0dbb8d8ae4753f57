/** Dates on the wire. Not an API. */
@NullMarked
package io.github.sailpat.time;

import org.jspecify.annotations.NullMarked;
