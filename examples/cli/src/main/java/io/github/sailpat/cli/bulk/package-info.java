/** Jobs of many items: bulk and prune. */
@NullMarked
package io.github.sailpat.cli.bulk;

import org.jspecify.annotations.NullMarked;
