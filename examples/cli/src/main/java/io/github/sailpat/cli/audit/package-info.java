/** The report on all tokens. */
@NullMarked
package io.github.sailpat.cli.audit;

import org.jspecify.annotations.NullMarked;
