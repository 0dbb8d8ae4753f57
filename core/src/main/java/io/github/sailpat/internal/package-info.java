/** TBD */
@NullMarked
package io.github.sailpat.internal;

import org.jspecify.annotations.NullMarked;
