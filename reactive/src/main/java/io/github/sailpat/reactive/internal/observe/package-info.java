/** Tells the observer of a client what happens on the road. Without one, nothing here is on it. */
@NullMarked
package io.github.sailpat.reactive.internal.observe;

import org.jspecify.annotations.NullMarked;
