package io.github.sailpat.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Patch (RFC 6902) of a token: {@code add}, {@code remove}, {@code replace} and {@code test} of the fields that
 * its API version lets callers patch. All of it applies or nothing.
 */
final class TokenPatch {

    private static final Set<String> OLD_FIELDS = Set.of("name", "scope");
    private static final Set<String> NEW_FIELDS =
            Set.of("name", "scope", "expirationDate", "userAwareTokenNeverExpires");

    private final JsonNode operations;
    private final Set<String> fields;

    TokenPatch(JsonNode operations, Version version) {
        if (!operations.isArray()) {
            throw ApiException.badRequest("The request body must be a JSON Patch: an array of operations.");
        }
        this.operations = operations;
        this.fields = version.allowsNeverExpiring() ? NEW_FIELDS : OLD_FIELDS;
    }

    /**
     * The token as the patch leaves it.
     *
     * @throws ApiException (400) if an operation or its result is not allowed, or a test fails
     */
    SandboxToken apply(SandboxToken token) {
        ObjectNode document = document(token);
        boolean expirySet = false;
        boolean awareSet = false;
        for (JsonNode operation : operations) {
            String[] path = path(operation);
            apply(document, operation, path);
            if (!operation.path("op").asText().equals("test")) {
                expirySet |= path[1].equals("expirationDate");
                awareSet |= path[1].equals("userAwareTokenNeverExpires");
            }
        }
        SandboxToken patched =
                token.withName(TokenFieldReader.name(document)).withScope(TokenFieldReader.scope(document));
        if (!expirySet && !awareSet) {
            return patched;
        }
        Instant expiry = expirySet ? TokenFieldReader.expirationDate(document) : token.expirationDate();
        boolean aware = TokenFieldReader.neverExpires(document);
        if (expiry == null && !(aware && (awareSet || !expirySet))) {
            throw ApiException.badRequest("A token that never expires needs userAwareTokenNeverExpires set to true in"
                    + " the same patch as its expirationDate.");
        }
        return patched.withExpiration(expiry, aware);
    }

    private ObjectNode document(SandboxToken token) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("name", token.name());
        List<String> scope = token.scope();
        document.set("scope", scope == null ? null : Json.MAPPER.valueToTree(scope));
        Instant expiry = token.expirationDate();
        document.put("expirationDate", expiry == null ? null : Dates.format(expiry));
        document.put("userAwareTokenNeverExpires", token.neverExpires());
        return document.retain(fields);
    }

    /** The reference tokens after the empty one (RFC 6901): a field, and optionally an index of the scopes. */
    private String[] path(JsonNode operation) {
        String path = operation.path("path").asText("");
        String[] segments = path.split("/", -1);
        boolean index = segments.length == 3 && segments[1].equals("scope");
        if (!operation.path("path").isTextual()
                || !segments[0].isEmpty()
                || !(segments.length == 2 || index)
                || !fields.contains(segments[1])) {
            throw ApiException.badRequest("The path \"" + path + "\" is not patchable.");
        }
        return segments;
    }

    private static void apply(ObjectNode document, JsonNode operation, String[] path) {
        String op = operation.path("op").asText("");
        JsonNode value = operation.get("value");
        if (value == null && !op.equals("remove")) {
            value = missing(op);
        }
        if (path.length == 3) {
            ScopePatch.apply(document.path("scope"), op, path[2], value);
            return;
        }
        String field = path[1];
        switch (op) {
            case "add", "replace" -> document.set(field, value);
            case "remove" -> document.remove(field);
            case "test" -> ScopePatch.test(document.path(field), value, "/" + field);
            default -> throw unknown(op);
        }
    }

    private static @Nullable JsonNode missing(String op) {
        if (!Set.of("add", "replace", "test").contains(op)) {
            throw unknown(op);
        }
        throw ApiException.badRequest("The operation \"" + op + "\" needs a value.");
    }

    static ApiException unknown(String op) {
        return ApiException.badRequest("The operation \"" + op + "\" is not supported.");
    }
}
