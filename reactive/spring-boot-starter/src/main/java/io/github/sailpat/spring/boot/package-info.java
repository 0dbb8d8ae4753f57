/**
 * Spring Boot's auto-configuration of the client: {@link io.github.sailpat.reactive.SailPointClient} and
 * {@link io.github.sailpat.reactive.PersonalAccessTokens} as beans, configured by the properties {@code sailpat.*}.
 */
@NullMarked
package io.github.sailpat.spring.boot;

import org.jspecify.annotations.NullMarked;
