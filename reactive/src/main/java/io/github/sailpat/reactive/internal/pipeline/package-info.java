/** The stages of one call, in their order: deadline, retry, rate limit, authorization, exchange. */
@NullMarked
package io.github.sailpat.reactive.internal.pipeline;

import org.jspecify.annotations.NullMarked;
