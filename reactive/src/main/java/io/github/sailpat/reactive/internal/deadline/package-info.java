/** The whole call's time, all attempts included. */
@NullMarked
package io.github.sailpat.reactive.internal.deadline;

import org.jspecify.annotations.NullMarked;
