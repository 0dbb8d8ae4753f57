/** One call of each operation, and what is particular to a create: its reconciliation, and the way of its secret. */
@NullMarked
package io.github.sailpat.reactive.internal.operation;

import org.jspecify.annotations.NullMarked;
