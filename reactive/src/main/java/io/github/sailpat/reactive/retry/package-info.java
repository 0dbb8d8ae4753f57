/** TBD */
@NullMarked
package io.github.sailpat.reactive.retry;

import org.jspecify.annotations.NullMarked;
