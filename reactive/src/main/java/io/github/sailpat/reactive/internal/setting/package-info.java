/** Checks of the values of settings. */
@NullMarked
package io.github.sailpat.reactive.internal.setting;

import org.jspecify.annotations.NullMarked;
