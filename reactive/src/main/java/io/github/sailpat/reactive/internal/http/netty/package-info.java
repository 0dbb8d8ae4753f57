/** Handlers that each connection has in its Netty pipeline. */
@NullMarked
package io.github.sailpat.reactive.internal.http.netty;

import org.jspecify.annotations.NullMarked;
