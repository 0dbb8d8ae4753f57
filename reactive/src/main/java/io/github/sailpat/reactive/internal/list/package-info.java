/**
 * One response body, one JSON array, read as it arrives: chunks of bytes in, elements out, one by one and only on
 * demand.
 */
@NullMarked
package io.github.sailpat.reactive.internal.list;

import org.jspecify.annotations.NullMarked;
