/** The environments of the official command, and its entries in the keyring of the system. */
@NullMarked
package io.github.sailpat.cli.profile;

import org.jspecify.annotations.NullMarked;
