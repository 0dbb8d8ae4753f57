/** The bundle of a release. */
@NullMarked
package io.github.sailpat.bundle;

import org.jspecify.annotations.NullMarked;
