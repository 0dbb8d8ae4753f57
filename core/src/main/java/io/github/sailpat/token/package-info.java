/** TBD */
@NullMarked
package io.github.sailpat.token;

import org.jspecify.annotations.NullMarked;
