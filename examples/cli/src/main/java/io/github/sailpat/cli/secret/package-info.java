/** Where a secret comes from, and where it goes. */
@NullMarked
package io.github.sailpat.cli.secret;

import org.jspecify.annotations.NullMarked;
