/**
 * A soak: one client does all that it can, against a tenant with faults, for as long as it is told. What it has created
 * and deleted has to agree with the tenant, and what it holds must not grow.
 */
@NullMarked
package io.github.sailpat.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
