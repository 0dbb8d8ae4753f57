@NullMarked
package io.github.sailpat.cli;

import org.jspecify.annotations.NullMarked;
