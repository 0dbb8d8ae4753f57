/** The road that every call takes, and the operations at its beginning. */
@NullMarked
package io.github.sailpat.reactive.internal;

import org.jspecify.annotations.NullMarked;
