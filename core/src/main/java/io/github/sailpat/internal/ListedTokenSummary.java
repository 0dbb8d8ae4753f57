package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import io.github.sailpat.token.TokenField;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a listed token that the reconciliation of a create compares. A field that cannot be read is {@code
 * null}: a malformed token must not end the search for the next one.
 *
 * @param id its id
 * @param name its name
 * @param created when it was created
 * @param used whether it was used, or may have been
 */
public record ListedTokenSummary(
        @Nullable String id,
        @Nullable String name,
        @Nullable Instant created,
        boolean used) {

    /**
     * Reads the token whose {@code START_OBJECT} is the parser's current token, and leaves the parser on its
     * {@code END_OBJECT}.
     *
     * @param parser the parser
     * @return what could be read, also of an object without an id
     * @throws IOException only if the parser finds invalid JSON
     */
    public static ListedTokenSummary read(JsonParser parser) throws IOException {
        TokenMembers members = new TokenMembers();
        members.read(parser);
        boolean used = members.get(TokenField.LAST_USED) != null || members.isUnreadable(TokenField.LAST_USED);
        return new ListedTokenSummary(members.id(), members.name(), (Instant) members.get(TokenField.CREATED), used);
    }
}
