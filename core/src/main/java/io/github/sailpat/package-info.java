/** The one style of all immutable models. */
@Value.Style(
        get = {"get*", "is*"},
        visibility = Value.Style.ImplementationVisibility.PACKAGE,
        overshadowImplementation = true,
        throwForInvalidImmutableState = IllegalArgumentException.class,
        jdkOnly = true)
@NullMarked
package io.github.sailpat;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
