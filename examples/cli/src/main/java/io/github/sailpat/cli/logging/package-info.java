/** What the libraries log: on standard error, configured without a file, because reading one takes a tenth of a second. */
@NullMarked
package io.github.sailpat.cli.logging;

import org.jspecify.annotations.NullMarked;
