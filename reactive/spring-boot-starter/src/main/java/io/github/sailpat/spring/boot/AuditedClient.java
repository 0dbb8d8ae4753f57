package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.PersonalAccessTokens;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client whose tenant is audited.
 *
 * @param name its name, a tag of the meters
 * @param tokens its operations
 * @param ownId gives the id of its present credentials at each audit, or {@code null} if that is not known
 */
public record AuditedClient(String name, PersonalAccessTokens tokens, Supplier<@Nullable String> ownId) {}
