/** The help of the commands, as text that fits a screen. */
@NullMarked
package io.github.sailpat.cli.help;

import org.jspecify.annotations.NullMarked;
