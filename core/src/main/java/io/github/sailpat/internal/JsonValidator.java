package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/** Checks that a body is JSON where its content is not needed. */
public final class JsonValidator {
    /** Of the API's own errors, of a gateway, and of OAuth. */
    private static final Set<String> ERROR_MEMBERS = Set.of("detailCode", "error", "errors");

    private JsonValidator() {}

    /**
     * Checks a body.
     *
     * @param bytes UTF-8
     * @param problem whether its media type says that it describes a problem (RFC 9457)
     * @throws IOException if there is more than white space, and it is not one JSON text, or if it describes an error
     */
    public static void requireEmptyOrJson(byte[] bytes, boolean problem) throws IOException {
        try (JsonParser parser = Json.parser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return;
            }
            if (first == JsonToken.START_OBJECT) {
                requireNoError(parser, problem);
            } else {
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                throw new ReadException("there is text after the JSON value");
            }
        }
    }

    /** Some gateways describe an error under the status of a success. */
    private static void requireNoError(JsonParser parser, boolean problem) throws IOException {
        boolean isError = problem;
        for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            isError |= ERROR_MEMBERS.contains(member)
                    || (member.equals("status") && value == JsonToken.VALUE_NUMBER_INT && isErrorStatus(parser));
            parser.skipChildren();
        }
        if (isError) {
            throw new ReadException("it describes an error");
        }
    }

    /** As in problem details (RFC 9457) and in the errors of some frameworks. */
    private static boolean isErrorStatus(JsonParser parser) throws IOException {
        String status = parser.getText();
        return status.length() == 3 && (status.startsWith("4") || status.startsWith("5"));
    }
}
