/** Client credentials, and the access tokens that they are exchanged for (RFC 6749 section 4.4). */
@NullMarked
package io.github.sailpat.reactive.internal.oauth;

import org.jspecify.annotations.NullMarked;
