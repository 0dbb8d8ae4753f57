/**
 * The front door: build a {@link io.github.sailpat.reactive.SailPointClient}, ask it for its
 * {@link io.github.sailpat.reactive.PersonalAccessTokens}, and compose what they give.
 *
 * <p>Nothing happens before a subscription, and each subscription is a call of its own. Results come on the client's
 * event loop, which must not be blocked. Cancelling closes the call's connection at once.
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
