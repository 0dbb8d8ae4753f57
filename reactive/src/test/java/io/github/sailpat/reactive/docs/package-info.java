/** Checks of the pages of this repository, and the code that they show. */
@NullMarked
package io.github.sailpat.reactive.docs;

import org.jspecify.annotations.NullMarked;
