/**
 * What calls cost, and what becomes of them when the server fails: measurements to start by hand, each in processes of
 * its own.
 */
@NullMarked
package io.github.sailpat.benchmarks;

import org.jspecify.annotations.NullMarked;
