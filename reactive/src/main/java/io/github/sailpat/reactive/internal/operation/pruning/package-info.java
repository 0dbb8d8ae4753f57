/** Selects the stale tokens. */
@NullMarked
package io.github.sailpat.reactive.internal.operation.pruning;

import org.jspecify.annotations.NullMarked;
