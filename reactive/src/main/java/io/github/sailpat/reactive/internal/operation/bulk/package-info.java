/** Bulk jobs: one operator, its items, and their outcomes. */
@NullMarked
package io.github.sailpat.reactive.internal.operation.bulk;

import org.jspecify.annotations.NullMarked;
