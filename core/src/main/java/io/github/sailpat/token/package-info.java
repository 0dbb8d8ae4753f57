/**
 * What a personal access token of SailPoint Identity Security Cloud is: the token, the request that creates it, the
 * answer with its secret, the patch that changes it and the query that finds it, for all API versions at once.
 *
 * <p>Everything here is immutable and safe to share between threads. Invalid state cannot be built: a builder throws
 * {@link java.lang.IllegalArgumentException} with the rule that is broken. Rules that differ between API versions are
 * checked when the version is known, by {@code requireValidFor}, before anything is sent.
 *
 * <p>Answers are read with tolerance: unknown fields are skipped, a field that the API calls optional may be
 * {@code null}, and so may be one that it calls required where a lost secret would be the price of strictness.
 */
@NullMarked
package io.github.sailpat.token;

import org.jspecify.annotations.NullMarked;
