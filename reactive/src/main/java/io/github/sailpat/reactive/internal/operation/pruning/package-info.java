/** Finds the tokens that nobody uses. */
@NullMarked
package io.github.sailpat.reactive.internal.operation.pruning;

import org.jspecify.annotations.NullMarked;
