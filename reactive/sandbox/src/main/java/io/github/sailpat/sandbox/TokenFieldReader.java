package io.github.sailpat.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a token from JSON by the API's rules; each breach is an {@link ApiException} (400). */
final class TokenFieldReader {

    /** The maximum lifetime of an access token in seconds, and the default. */
    static final int MAX_VALIDITY = 43_200;

    private static final int MIN_VALIDITY = 15;

    private TokenFieldReader() {}

    static String name(JsonNode object) {
        JsonNode name = object.path("name");
        if (!name.isTextual() || name.textValue().isBlank()) {
            throw ApiException.badRequest("The name is required: a string that is not empty.");
        }
        return name.textValue();
    }

    /** The scopes, or null where they are null or absent. */
    static @Nullable List<String> scope(JsonNode object) {
        JsonNode scope = object.path("scope");
        if (isNothing(scope)) {
            return null;
        }
        List<String> values = new ArrayList<>();
        for (JsonNode each : scope) {
            if (each.isTextual()) {
                values.add(each.textValue());
            }
        }
        if (!scope.isArray() || values.size() != scope.size()) {
            throw ApiException.badRequest("The scope must be an array of strings.");
        }
        return values;
    }

    static int validity(JsonNode object) {
        JsonNode validity = object.path("accessTokenValiditySeconds");
        if (isNothing(validity)) {
            return MAX_VALIDITY;
        }
        if (!validity.isIntegralNumber()
                || !validity.canConvertToInt()
                || validity.intValue() < MIN_VALIDITY
                || validity.intValue() > MAX_VALIDITY) {
            throw ApiException.badRequest("The accessTokenValiditySeconds must be an integer between " + MIN_VALIDITY
                    + " and " + MAX_VALIDITY + ".");
        }
        return validity.intValue();
    }

    /** The date, or null where it is null or absent. */
    static @Nullable Instant expirationDate(JsonNode object) {
        JsonNode date = object.path("expirationDate");
        if (isNothing(date)) {
            return null;
        }
        if (!date.isTextual()) {
            throw ApiException.badRequest("The expirationDate must be a date-time string.");
        }
        Instant value = Dates.parse("expirationDate", date.textValue());
        if (!value.isAfter(Instant.now())) {
            throw ApiException.badRequest("The expirationDate must be in the future.");
        }
        return value;
    }

    static boolean neverExpires(JsonNode object) {
        JsonNode flag = object.path("userAwareTokenNeverExpires");
        if (!isNothing(flag) && !flag.isBoolean()) {
            throw ApiException.badRequest("The userAwareTokenNeverExpires must be a boolean.");
        }
        return flag.booleanValue();
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
