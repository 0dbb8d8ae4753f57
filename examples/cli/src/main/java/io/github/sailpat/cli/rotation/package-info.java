/** The rotation of tokens. */
@NullMarked
package io.github.sailpat.cli.rotation;

import org.jspecify.annotations.NullMarked;
