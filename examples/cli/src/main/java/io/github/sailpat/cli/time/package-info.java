/** Times as people type them. */
@NullMarked
package io.github.sailpat.cli.time;

import org.jspecify.annotations.NullMarked;
