/** The calls of the operations, the reconciliation of creates, and the hand-over of their secrets. */
@NullMarked
package io.github.sailpat.reactive.internal.operation;

import org.jspecify.annotations.NullMarked;
