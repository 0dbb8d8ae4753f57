/** The settings of the connection, where they come from, and the client that has them. */
@NullMarked
package io.github.sailpat.cli.connection;

import org.jspecify.annotations.NullMarked;
