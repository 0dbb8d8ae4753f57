/** Bulk jobs: the operator, its subscription, its items and their outcomes. */
@NullMarked
package io.github.sailpat.reactive.internal.operation.bulk;

import org.jspecify.annotations.NullMarked;
