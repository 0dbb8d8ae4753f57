package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import io.github.sailpat.token.TokenField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a create call, which shows a secret for the first and the last time. Whatever arrived of the
 * answer is read: if a complete id and a complete secret are among it, they count, and nothing that is odd, missing or
 * cut off elsewhere takes them away.
 */
public final class CreatedTokenReader {
    /** Whatever can be understood is: the secret behind it cannot be had again. The body's own limit bounds it. */
    private static final JsonFactory LENIENT = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100_000)
                    .maxNumberLength(1 << 20)
                    .maxNameLength(1 << 20)
                    .build())
            .build();

    private CreatedTokenReader() {}

    /**
     * Reads the answer, or the part of it that arrived.
     *
     * @param bytes UTF-8, maybe cut off anywhere
     * @param request what was asked for, which gives the name if the answer has none
     * @return the token with its secret
     * @throws IOException if there is no complete id or no complete secret
     */
    public static CreatedPersonalAccessToken read(byte[] bytes, CreatePersonalAccessTokenRequest request)
            throws IOException {
        TokenMembers members = new TokenMembers();
        IOException end = readWhatIsThere(LENIENT.createParser(bytes), members);
        if (end != null) { // maybe only because the bytes are no UTF-8 somewhere
            members = new TokenMembers();
            end = readWhatIsThere(LENIENT.createParser(decoded(bytes)), members);
        }
        String secret = members.secret;
        if (members.id() == null || secret == null || secret.isEmpty()) {
            ReadException missing = new ReadException(
                    (members.id() == null ? "id" : "secret") + " is missing or not a string in the response");
            if (end != null) {
                missing.addSuppressed(ReadException.of(end));
            }
            throw missing;
        }
        if (members.name() == null) {
            members.set(TokenField.NAME, request.getName());
        }
        CreatedPersonalAccessToken.Builder token = CreatedPersonalAccessToken.builder();
        for (TokenField field : TokenField.values()) {
            token.set(field, members.get(field));
        }
        return token.secret(Secret.of(secret))
                .addAllUnreadableFields(members.unreadable())
                .build();
    }

    /** A parser of characters takes no byte order mark. */
    private static String decoded(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Gives the error that reading ended with, or {@code null}: what was read before it counts. */
    private static @Nullable IOException readWhatIsThere(JsonParser parser, TokenMembers members) {
        try (parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ReadException("the answer is not an object");
            }
            members.read(parser);
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
