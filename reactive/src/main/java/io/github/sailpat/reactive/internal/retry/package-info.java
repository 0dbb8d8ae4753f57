/** The one authority on what is tried again. */
@NullMarked
package io.github.sailpat.reactive.internal.retry;

import org.jspecify.annotations.NullMarked;
