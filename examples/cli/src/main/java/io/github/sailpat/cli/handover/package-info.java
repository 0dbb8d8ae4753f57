/** The way of the secret of a created token. */
@NullMarked
package io.github.sailpat.cli.handover;

import org.jspecify.annotations.NullMarked;
