/** Reads and writes the models as JSON. Not a public API: exported to the reactive module only, and may change. */
@NullMarked
package io.github.sailpat.internal;

import org.jspecify.annotations.NullMarked;
