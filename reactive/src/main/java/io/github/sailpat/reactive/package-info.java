/** TBD */
@NullMarked
package io.github.sailpat.reactive;

import org.jspecify.annotations.NullMarked;
