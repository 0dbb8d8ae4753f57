/** Reads the bodies of responses: decompression, one object, an array, nothing. */
@NullMarked
package io.github.sailpat.reactive.internal.http.body;

import org.jspecify.annotations.NullMarked;
