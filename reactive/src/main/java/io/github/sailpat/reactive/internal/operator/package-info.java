/** What the operators of this library have in common. */
@NullMarked
package io.github.sailpat.reactive.internal.operator;

import org.jspecify.annotations.NullMarked;
