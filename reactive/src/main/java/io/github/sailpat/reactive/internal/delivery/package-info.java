/** How a subscriber says that what it has received did not reach its consumer. */
@NullMarked
package io.github.sailpat.reactive.internal.delivery;

import org.jspecify.annotations.NullMarked;
