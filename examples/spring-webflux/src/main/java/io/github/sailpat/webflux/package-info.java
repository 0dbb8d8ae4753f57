/** A small service on Spring Boot that embeds the client: streams tokens, creates and deletes them, one or many. */
@NullMarked
package io.github.sailpat.webflux;

import org.jspecify.annotations.NullMarked;
