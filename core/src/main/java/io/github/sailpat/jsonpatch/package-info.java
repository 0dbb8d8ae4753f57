/** TBD */
@NullMarked
package io.github.sailpat.jsonpatch;

import org.jspecify.annotations.NullMarked;
