/** How the models stand on the wire. Not an API: open to the reactive module alone, and free to change. */
@NullMarked
package io.github.sailpat.internal;

import org.jspecify.annotations.NullMarked;
