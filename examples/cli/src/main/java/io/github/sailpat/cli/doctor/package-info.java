/** The check of settings, network, credentials and rights. */
@NullMarked
package io.github.sailpat.cli.doctor;

import org.jspecify.annotations.NullMarked;
