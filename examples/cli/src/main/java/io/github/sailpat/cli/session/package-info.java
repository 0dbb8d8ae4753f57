/** One run of a command. */
@NullMarked
package io.github.sailpat.cli.session;

import org.jspecify.annotations.NullMarked;
