/** The process and its terminal: streams, signals, progress and questions. */
@NullMarked
package io.github.sailpat.cli.terminal;

import org.jspecify.annotations.NullMarked;
