/** Text from files and from standard input. */
@NullMarked
package io.github.sailpat.cli.input;

import org.jspecify.annotations.NullMarked;
