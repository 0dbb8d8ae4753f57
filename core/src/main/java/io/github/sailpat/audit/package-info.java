/**
 * What can be said of a tenant's tokens from one look at each: an {@linkplain io.github.sailpat.audit.TokenAuditor audit}
 * in constant memory, and a {@linkplain io.github.sailpat.audit.StaleTokenRule rule} for those that nobody uses.
 *
 * <p>Nothing here asks a tenant or a clock: tokens and the instant as of which they are judged are handed in.
 */
@NullMarked
package io.github.sailpat.audit;

import org.jspecify.annotations.NullMarked;
