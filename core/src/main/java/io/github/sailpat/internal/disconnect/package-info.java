/**
 * Keeps exceptions from being taken for the disconnect of a web framework's client. Not a public API: exported to the
 * modules with exceptions of their own.
 */
@NullMarked
package io.github.sailpat.internal.disconnect;

import org.jspecify.annotations.NullMarked;
