/** An embedded tenant. */
@NullMarked
package io.github.sailpat.sandbox;

import org.jspecify.annotations.NullMarked;
