/** Tells a {@link io.github.sailpat.reactive.observation.ClientObserver} what happens to calls and jobs. */
@NullMarked
package io.github.sailpat.reactive.internal.instrumentation;

import org.jspecify.annotations.NullMarked;
