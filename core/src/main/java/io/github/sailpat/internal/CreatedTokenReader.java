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
 * Reads the response to a create call, the only response that contains the secret. It reads as much of the response as
 * was received. A complete id and a complete secret are enough: anything else may be malformed, missing or truncated.
 */
public final class CreatedTokenReader {
    /** As lenient as possible, because the secret cannot be retrieved again. The body's size limit bounds it. */
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

    private static final TokenField[] FIELDS = TokenField.values();

    private CreatedTokenReader() {}

    /**
     * Reads the response, or the part of it that was received.
     *
     * @param bytes UTF-8, possibly truncated anywhere
     * @param request the request, whose name is used if the response has none
     * @return the token with its secret
     * @throws IOException if there is no complete id or no complete secret
     */
    public static CreatedPersonalAccessToken read(byte[] bytes, CreatePersonalAccessTokenRequest request)
            throws IOException {
        TokenMembers members = new TokenMembers();
        IOException end = readUntilError(LENIENT.createParser(bytes), members);
        if (end != null) { // perhaps only because some bytes are not UTF-8
            members = new TokenMembers();
            end = readUntilError(LENIENT.createParser(decoded(bytes)), members);
        }
        String secret = members.secret;
        if (members.id() == null || secret == null || secret.isEmpty()) {
            boolean isOther = members.id() == null && secret == null;
            ReadException missing = ReadException.ofCreated(
                    members.id(),
                    end != null && isOther
                            ? String.valueOf(ReadException.of(end).getMessage())
                            : (members.id() == null ? "id" : "secret") + " is missing or not a string in the response");
            if (end != null) {
                missing.addSuppressed(ReadException.of(end));
            }
            throw missing;
        }
        if (members.name() == null) {
            members.set(TokenField.NAME, request.getName());
        }
        CreatedPersonalAccessToken.Builder token = CreatedPersonalAccessToken.builder();
        for (TokenField field : FIELDS) {
            token.set(field, members.get(field));
        }
        return token.secret(Secret.of(secret))
                .addAllUnreadableFields(members.unreadable())
                .build();
    }

    /** A parser of characters does not accept a byte order mark. */
    private static String decoded(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Returns the error that ended the reading, or {@code null}. The members that were read before it are kept. */
    private static @Nullable IOException readUntilError(JsonParser parser, TokenMembers members) {
        try (parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ReadException("the response is not an object");
            }
            members.read(parser);
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
