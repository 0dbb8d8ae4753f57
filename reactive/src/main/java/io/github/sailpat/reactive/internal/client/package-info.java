/**
 * Puts a client together: its settings, its parts, and their end. The one internal package that the public API refers
 * to.
 */
@NullMarked
package io.github.sailpat.reactive.internal.client;

import org.jspecify.annotations.NullMarked;
