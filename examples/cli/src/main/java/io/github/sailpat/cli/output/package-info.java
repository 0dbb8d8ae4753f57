/** Tokens as text: tables, JSON Lines and CSV. */
@NullMarked
package io.github.sailpat.cli.output;

import org.jspecify.annotations.NullMarked;
