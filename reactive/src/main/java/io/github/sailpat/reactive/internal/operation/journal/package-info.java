/** The journal of a job: its session, the entries of its inputs, and what a resumed job does with each. */
@NullMarked
package io.github.sailpat.reactive.internal.operation.journal;

import org.jspecify.annotations.NullMarked;
