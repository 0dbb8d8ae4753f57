package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to a create call, which shows a secret for the first and the last time. Whatever arrived of the
 * answer is read: if a complete id and a complete secret are among it, they count, and nothing that is odd, missing or
 * cut off elsewhere takes them away.
 */
public final class CreatedTokenReader {
    private static final Set<String> FIELDS = Set.of(
            "id",
            "secret",
            "name",
            "scope",
            "owner",
            "created",
            "accessTokenValiditySeconds",
            "expirationDate",
            "userAwareTokenNeverExpires");
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

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Of a number that a long can hold. */
    private static final int MAX_DIGITS = 18;

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
        Map<String, JsonNode> fields = new HashMap<>();
        IOException end = null;
        try (JsonParser parser = LENIENT.createParser(new String(bytes, StandardCharsets.UTF_8))) {
            readFields(parser, fields);
        } catch (IOException e) {
            end = e;
        }
        String id = text(fields.get("id"));
        String secret = text(fields.get("secret"));
        if (id == null || id.isBlank() || secret == null || secret.isEmpty()) {
            WireException missing = new WireException(
                    (id == null || id.isBlank() ? "id" : "secret") + " is missing or no string in the answer");
            if (end != null) {
                missing.addSuppressed(WireException.of(end));
            }
            throw missing;
        }
        String name = text(fields.get("name"));
        CreatedPersonalAccessToken.Builder token = CreatedPersonalAccessToken.builder()
                .id(id)
                .secret(Secret.of(secret))
                .name(name == null ? request.getName() : name)
                .scope(texts(fields.get("scope")))
                .created(date(fields.get("created")))
                .accessTokenValiditySeconds(number(fields.get("accessTokenValiditySeconds")))
                .expirationDate(date(fields.get("expirationDate")))
                .userAwareTokenNeverExpires(flag(fields.get("userAwareTokenNeverExpires")));
        JsonNode owner = fields.get("owner");
        if (owner != null && owner.isObject()) {
            token.owner(Owner.builder()
                    .type(text(owner.get("type")))
                    .id(text(owner.get("id")))
                    .name(text(owner.get("name")))
                    .build());
        }
        return token.build();
    }

    private static void readFields(JsonParser parser, Map<String, JsonNode> fields) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new WireException("the answer is not an object");
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            if (FIELDS.contains(field)) {
                // The first text of two members with one name counts: what was seen is not lost to what comes later.
                fields.merge(field, value(parser, true), (old, now) -> old.isTextual() ? old : now);
            } else {
                parser.skipChildren();
            }
        }
    }

    /** What the API sends in a field. Anything else, however deep or long it is, is passed over without being kept. */
    private static JsonNode value(JsonParser parser, boolean maybeNested) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            case VALUE_NUMBER_INT ->
                parser.getTextLength() <= MAX_DIGITS ? NODES.numberNode(parser.getLongValue()) : NODES.nullNode();
            case START_OBJECT -> maybeNested ? object(parser) : passedOver(parser);
            case START_ARRAY -> maybeNested ? array(parser) : passedOver(parser);
            default -> NODES.nullNode();
        };
    }

    private static JsonNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            object.set(field, value(parser, false));
        }
        return object;
    }

    private static JsonNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, false));
        }
        return array;
    }

    private static JsonNode passedOver(JsonParser parser) throws IOException {
        parser.skipChildren();
        return NODES.nullNode();
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.textValue();
    }

    private static @Nullable List<String> texts(@Nullable JsonNode node) {
        if (node == null || !node.isArray()) {
            return null;
        }
        List<String> texts = new ArrayList<>(node.size());
        node.forEach(element -> {
            if (element.isTextual()) {
                texts.add(element.textValue());
            }
        });
        return texts;
    }

    private static @Nullable Instant date(@Nullable JsonNode node) {
        String text = text(node);
        if (text == null) {
            return null;
        }
        try {
            return Rfc3339.parse(text.toCharArray(), 0, text.length());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Integer number(@Nullable JsonNode node) {
        if (node == null || !node.isIntegralNumber() || !node.canConvertToInt()) {
            return null;
        }
        return node.intValue();
    }

    private static @Nullable Boolean flag(@Nullable JsonNode node) {
        return (node == null || !node.isBoolean()) ? null : node.booleanValue();
    }
}
