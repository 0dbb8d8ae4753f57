/** The rotation of a token, step by step, and the rotations of a client. */
@NullMarked
package io.github.sailpat.reactive.internal.operation.rotation;

import org.jspecify.annotations.NullMarked;
