package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenField;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a token of a list or of the response to a patch. The id is required. Any other field that cannot be read is
 * {@code null}, and its name is in {@link PersonalAccessToken#getUnreadableFields()}. An instance reads one list: its
 * tokens share the owners and scopes that they have in common. Not thread-safe.
 */
public final class TokenReader {
    private final @Nullable ValueCache cache;

    /** For the tokens of one list. */
    public TokenReader() {
        this(new ValueCache());
    }

    private TokenReader(@Nullable ValueCache cache) {
        this.cache = cache;
    }

    /**
     * Reads one document that is one token.
     *
     * @param bytes UTF-8, maybe with a byte order mark
     * @return the token
     * @throws IOException if the bytes are not a JSON object, or the object has no id
     */
    public static PersonalAccessToken read(byte[] bytes) throws IOException {
        try (JsonParser parser = Json.parser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ReadException("the response is not an object");
            }
            PersonalAccessToken token = new TokenReader(null).read(parser);
            if (parser.nextToken() != null) {
                throw new ReadException("there is text after the object");
            }
            if (token == null) {
                throw new ReadException("id is missing or not a string in the response");
            }
            return token;
        }
    }

    /**
     * Reads the token whose {@code START_OBJECT} is the parser's current token, and leaves the parser on its
     * {@code END_OBJECT}.
     *
     * @param parser the parser
     * @return the token, or {@code null} if the object has no id
     * @throws IOException only if the parser finds invalid JSON
     */
    public @Nullable PersonalAccessToken read(JsonParser parser) throws IOException {
        // A new object each time: to store values in one that is old costs the garbage collector more.
        TokenMembers members = new TokenMembers(cache);
        try {
            members.read(parser);
        } catch (JsonProcessingException e) {
            String id = members.id();
            throw id == null ? e : ReadException.inToken(id, e);
        }
        String id = members.id();
        return id == null ? null : token(members, id);
    }

    /**
     * The same, with an error if any field cannot be read.
     *
     * @param parser the parser
     * @return the token, or {@code null} if the object has no id
     * @throws IOException if a field cannot be read, or the parser finds invalid JSON
     */
    public @Nullable PersonalAccessToken readStrictly(JsonParser parser) throws IOException {
        PersonalAccessToken token = read(parser);
        if (token != null && !token.getUnreadableFields().isEmpty()) {
            throw ReadException.inToken(
                    token.getId(),
                    new ReadException(String.join(", ", token.getUnreadableFields()) + " cannot be read"));
        }
        return token;
    }

    @SuppressWarnings("unchecked") // The members are of the types of their fields.
    private static PersonalAccessToken token(TokenMembers members, String id) {
        // One by one, because a loop that sets each field through its TokenField makes decoding a list 5 % slower.
        PersonalAccessToken.Builder token = PersonalAccessToken.builder()
                .id(id)
                .name((String) members.get(TokenField.NAME))
                .scope((List<String>) members.get(TokenField.SCOPE))
                .created((Instant) members.get(TokenField.CREATED))
                .lastUsed((Instant) members.get(TokenField.LAST_USED))
                .managed(Boolean.TRUE.equals(members.get(TokenField.MANAGED)))
                .accessTokenValiditySeconds((Integer) members.get(TokenField.ACCESS_TOKEN_VALIDITY_SECONDS))
                .expirationDate((Instant) members.get(TokenField.EXPIRATION_DATE))
                .userAwareTokenNeverExpires((Boolean) members.get(TokenField.USER_AWARE_TOKEN_NEVER_EXPIRES));
        Owner owner = (Owner) members.get(TokenField.OWNER);
        if (owner != null) {
            token.owner(owner);
        }
        if (members.isUnreadable(TokenField.MANAGED)) {
            token.managed(true); // The platform may manage it, so it is treated as if it did.
        }
        List<String> unreadable = members.unreadableOrMissing();
        if (!unreadable.isEmpty()) {
            token.addAllUnreadableFields(unreadable);
        }
        return token.build();
    }
}
