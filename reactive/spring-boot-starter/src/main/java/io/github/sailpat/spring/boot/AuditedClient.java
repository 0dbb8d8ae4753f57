package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.PersonalAccessTokens;
import org.jspecify.annotations.Nullable;

/**
 * A client whose tenant is audited.
 *
 * @param name its name, a tag of the meters
 * @param tokens its operations
 * @param ownId the id of its own credentials, if it is known
 */
public record AuditedClient(
        String name, PersonalAccessTokens tokens, @Nullable String ownId) {}
