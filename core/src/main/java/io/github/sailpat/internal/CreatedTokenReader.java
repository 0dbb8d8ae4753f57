package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.github.sailpat.time.Rfc3339;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /** Of a number that a long can hold. */
    private static final int MAX_DIGITS = 18;

    private @Nullable String id;
    private @Nullable String secret;
    private @Nullable String name;
    private @Nullable List<String> scope;
    private @Nullable Owner owner;
    private @Nullable Instant created;
    private @Nullable Integer validity;
    private @Nullable Instant expirationDate;
    private @Nullable Boolean neverExpires;

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
        CreatedTokenReader fields = new CreatedTokenReader();
        IOException end = fields.readWhatIsThere(LENIENT.createParser(bytes));
        if (end != null) { // maybe only because the bytes are no UTF-8 somewhere
            fields = new CreatedTokenReader();
            end = fields.readWhatIsThere(LENIENT.createParser(new String(bytes, StandardCharsets.UTF_8)));
        }
        String id = fields.id;
        String secret = fields.secret;
        if (id == null || id.isBlank() || secret == null || secret.isEmpty()) {
            WireException missing = new WireException(
                    (id == null || id.isBlank() ? "id" : "secret") + " is missing or no string in the answer");
            if (end != null) {
                missing.addSuppressed(WireException.of(end));
            }
            throw missing;
        }
        CreatedPersonalAccessToken.Builder token = CreatedPersonalAccessToken.builder()
                .id(id)
                .secret(Secret.of(secret))
                .name(fields.name == null ? request.getName() : fields.name)
                .scope(fields.scope)
                .created(fields.created)
                .accessTokenValiditySeconds(fields.validity)
                .expirationDate(fields.expirationDate)
                .userAwareTokenNeverExpires(fields.neverExpires);
        Owner owner = fields.owner;
        return (owner == null ? token : token.owner(owner)).build();
    }

    /** Gives the error that reading ended with, or {@code null}: what was read before it counts. */
    private @Nullable IOException readWhatIsThere(JsonParser parser) {
        try (parser) {
            readFields(parser);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** The first text of two members with one name counts: what was seen is not lost to what comes later. */
    private void readFields(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new WireException("the answer is not an object");
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "id" -> id = id == null ? text(parser) : id;
                case "secret" -> secret = secret == null ? text(parser) : secret;
                case "name" -> name = name == null ? text(parser) : name;
                case "scope" -> scope = scope == null ? texts(parser) : scope;
                case "owner" -> owner = owner == null ? owner(parser) : owner;
                case "created" -> created = created == null ? date(parser) : created;
                case "accessTokenValiditySeconds" -> validity = validity == null ? number(parser) : validity;
                case "expirationDate" -> expirationDate = expirationDate == null ? date(parser) : expirationDate;
                case "userAwareTokenNeverExpires" -> neverExpires = neverExpires == null ? flag(parser) : neverExpires;
                default -> {}
            }
            // Whatever else the API sends there, however deep or long it is, is passed over without being kept.
            parser.skipChildren();
        }
    }

    private static @Nullable Owner owner(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return null;
        }
        Owner.Builder owner = Owner.builder();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "type" -> owner.type(text(parser));
                case "id" -> owner.id(text(parser));
                case "name" -> owner.name(text(parser));
                default -> {}
            }
            parser.skipChildren();
        }
        return owner.build();
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
        return parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : null;
    }

    private static @Nullable List<String> texts(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            return null;
        }
        List<String> texts = new ArrayList<>(4);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String text = text(parser);
            if (text != null) {
                texts.add(text);
            }
            parser.skipChildren();
        }
        return texts;
    }

    private static @Nullable Instant date(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return null;
        }
        try {
            return Rfc3339.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Integer number(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT) || parser.getTextLength() > MAX_DIGITS) {
            return null;
        }
        long number = parser.getLongValue();
        return number == (int) number ? (Integer) (int) number : null;
    }

    private static @Nullable Boolean flag(JsonParser parser) {
        return parser.currentToken().isBoolean() ? (Boolean) parser.hasToken(JsonToken.VALUE_TRUE) : null;
    }
}
