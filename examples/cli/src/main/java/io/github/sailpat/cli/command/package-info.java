/** The commands of a few calls. */
@NullMarked
package io.github.sailpat.cli.command;

import org.jspecify.annotations.NullMarked;
