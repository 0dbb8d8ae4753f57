/**
 * The client: create a {@link io.github.sailpat.reactive.SailPointClient} and use its
 * {@link io.github.sailpat.reactive.PersonalAccessTokens}.
 *
 * <p>Nothing is sent before a subscription, and each subscription is a call of its own. Results are emitted on the
 * client's event loop, which must not be blocked. Cancel closes the connection immediately.
 */
@Value.Style(
        get = {"get*", "is*"},
        visibility = Value.Style.ImplementationVisibility.PACKAGE,
        overshadowImplementation = true,
        throwForInvalidImmutableState = IllegalArgumentException.class,
        jdkOnly = true)
@NullMarked
package io.github.sailpat.reactive;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
