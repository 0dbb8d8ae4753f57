/** Maps error responses and errors of the transport to exceptions, and masks credentials in them. */
@NullMarked
package io.github.sailpat.reactive.internal.http.error;

import org.jspecify.annotations.NullMarked;
