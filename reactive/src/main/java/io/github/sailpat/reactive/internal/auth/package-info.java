/** Bearers: where they come from, and what becomes of one that is refused. */
@NullMarked
package io.github.sailpat.reactive.internal.auth;

import org.jspecify.annotations.NullMarked;
