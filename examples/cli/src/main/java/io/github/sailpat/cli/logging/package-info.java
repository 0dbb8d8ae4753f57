/** What the libraries log, on standard error. It is configured without a file, because reading one takes a while. */
@NullMarked
package io.github.sailpat.cli.logging;

import org.jspecify.annotations.NullMarked;
