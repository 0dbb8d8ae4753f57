/** The HTTP connections to a tenant, and one exchange of a request and its response over them. */
@NullMarked
package io.github.sailpat.reactive.internal.http;

import org.jspecify.annotations.NullMarked;
