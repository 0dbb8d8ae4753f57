/** Options that several commands have, and the values of options. */
@NullMarked
package io.github.sailpat.cli.option;

import org.jspecify.annotations.NullMarked;
