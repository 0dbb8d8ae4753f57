/**
 * An embedded SailPoint Identity Security Cloud tenant for tests and demonstrations: the server side of the personal
 * access token API, on the loopback address and in memory.
 *
 * <p>It shares no class with the client, so that an error in one does not hide an error in the other. Start with
 * {@link io.github.sailpat.sandbox.SandboxTenant}.
 */
@NullMarked
package io.github.sailpat.sandbox;

import org.jspecify.annotations.NullMarked;
