/**
 * Checks the settings of a client, creates its parts, and closes them. The root package builds the client from it, and
 * uses no other internal package except for the types of settings.
 */
@NullMarked
package io.github.sailpat.reactive.internal.client;

import org.jspecify.annotations.NullMarked;
