/** Why a command fails, and the exit codes of the process. */
@NullMarked
package io.github.sailpat.cli.error;

import org.jspecify.annotations.NullMarked;
