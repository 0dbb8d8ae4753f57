/**
 * The models of personal access tokens of SailPoint Identity Security Cloud, for all API versions: the token, the
 * request that creates it, the created token with its secret, the typed patch, and the query of a list.
 *
 * <p>Everything here is immutable and safe to share between threads. Invalid objects cannot be built: a builder throws
 * {@link java.lang.IllegalArgumentException} with the rule that is broken. The client checks the rules that differ
 * between API versions by {@code requireValidFor}, before anything is sent.
 *
 * <p>Responses are read tolerantly: unknown fields are skipped, and optional fields may be {@code null}. In the
 * response to a create, required fields may be {@code null} too, because an error would lose the secret.
 */
@NullMarked
package io.github.sailpat.token;

import org.jspecify.annotations.NullMarked;
