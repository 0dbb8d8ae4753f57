/** A program on the module path: the client against a tenant of its own. */
@NullMarked
package io.github.sailpat.modular;

import org.jspecify.annotations.NullMarked;
