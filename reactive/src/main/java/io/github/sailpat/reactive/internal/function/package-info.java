/** Calls the functions that the application hands in. Whatever they throw becomes an error signal. */
@NullMarked
package io.github.sailpat.reactive.internal.function;

import org.jspecify.annotations.NullMarked;
