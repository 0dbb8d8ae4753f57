/** What is asked for, and what has become of it so far: the data that goes down and up the pipeline. */
@NullMarked
package io.github.sailpat.reactive.internal.call;

import org.jspecify.annotations.NullMarked;
