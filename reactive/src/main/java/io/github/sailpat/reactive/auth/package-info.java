/**
 * Access tokens. The client calls an {@link io.github.sailpat.reactive.auth.AccessTokenProvider} before each attempt,
 * and reports a token that the tenant refused. With client credentials, the client has a provider of its own.
 */
@NullMarked
package io.github.sailpat.reactive.auth;

import org.jspecify.annotations.NullMarked;
