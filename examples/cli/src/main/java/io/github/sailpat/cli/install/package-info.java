/** What an installed command has beside itself: completions of shells and manual pages. */
@NullMarked
package io.github.sailpat.cli.install;

import org.jspecify.annotations.NullMarked;
