/** TBD */
@NullMarked
package io.github.sailpat.error;

import org.jspecify.annotations.NullMarked;
