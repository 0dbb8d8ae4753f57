/** TBD */
@NullMarked
package io.github.sailpat.reactive.auth;

import org.jspecify.annotations.NullMarked;
