/**
 * Where bearers come from. The client asks an {@link io.github.sailpat.reactive.auth.AccessTokenProvider} before each
 * attempt and tells it when the tenant refused one; with a client id and a secret given, it brings its own.
 */
@NullMarked
package io.github.sailpat.reactive.auth;

import org.jspecify.annotations.NullMarked;
