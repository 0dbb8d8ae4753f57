/** Runs many calls at a time and reports each: one operator, its items, and what they add up to. */
@NullMarked
package io.github.sailpat.reactive.internal.bulk;

import org.jspecify.annotations.NullMarked;
