/** One attempt on the wire: the transport, the status, and the body as a result. */
@NullMarked
package io.github.sailpat.reactive.internal.exchange;

import org.jspecify.annotations.NullMarked;
