/** The {@code tokens} command: personal access tokens from a shell. */
@NullMarked
package io.github.sailpat.cli;

import org.jspecify.annotations.NullMarked;
