/**
 * An extension of JUnit Jupiter that gives each test a sandbox tenant and a client of it. Start with
 * {@link io.github.sailpat.sandbox.junit.SandboxTest}.
 */
@NullMarked
package io.github.sailpat.sandbox.junit;

import org.jspecify.annotations.NullMarked;
