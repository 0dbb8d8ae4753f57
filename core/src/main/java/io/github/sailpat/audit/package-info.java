/**
 * The audit of many tokens in one pass and constant memory ({@link io.github.sailpat.audit.TokenAuditor}), and the
 * {@linkplain io.github.sailpat.audit.StaleTokenRule rule} that decides which tokens are unused.
 *
 * <p>Nothing here does I/O or reads a clock: tokens and the current instant are passed in.
 */
@NullMarked
package io.github.sailpat.audit;

import org.jspecify.annotations.NullMarked;
