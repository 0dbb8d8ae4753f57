/** The handlers that are added to the Netty pipeline of each connection, and what Reactor Netty logs. */
@NullMarked
package io.github.sailpat.reactive.internal.http.netty;

import org.jspecify.annotations.NullMarked;
