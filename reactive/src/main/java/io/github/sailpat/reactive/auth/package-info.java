/**
 * Access tokens. The client calls an {@link io.github.sailpat.reactive.auth.AccessTokenProvider} before each attempt,
 * and rejects an access token for which the tenant returned 401. With client credentials, the client has a provider of
 * its own.
 */
@NullMarked
package io.github.sailpat.reactive.auth;

import org.jspecify.annotations.NullMarked;
