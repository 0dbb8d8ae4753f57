/** Text that fits a terminal: its width, its columns, its colours. */
@NullMarked
package io.github.sailpat.cli.screen;

import org.jspecify.annotations.NullMarked;
