/** Rotation: a pipeline of the public operations. */
@NullMarked
package io.github.sailpat.reactive.internal.rotate;

import org.jspecify.annotations.NullMarked;
