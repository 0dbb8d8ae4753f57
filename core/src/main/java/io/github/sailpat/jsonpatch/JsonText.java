package io.github.sailpat.jsonpatch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.sailpat.jsonpatch.JsonPatchException.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON text (RFC 8259) from and to trees of Java values, numbers exactly as written. */
final class JsonText {
    /** The value of an operation is two levels deep, and the text of a number has a sign, a dot and an exponent. */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(JsonPatch.MAX_DEPTH + 2)
            .maxNumberLength(JsonPatch.MAX_NUMBER_DIGITS + 20)
            .maxNameLength(JsonPatch.MAX_CHARACTERS)
            .maxStringLength(JsonPatch.MAX_CHARACTERS)
            .build();

    /** Names from outside are not interned. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
            .streamReadConstraints(LIMITS)
            .build();

    private JsonText() {}

    static @Nullable Object read(String json) {
        if (json.length() > JsonPatch.MAX_CHARACTERS) {
            throw new JsonPatchException(
                    Reason.LIMIT_EXCEEDED, "the JSON text has more than " + JsonPatch.MAX_CHARACTERS + " characters");
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new JsonPatchException(Reason.INVALID_JSON, "the JSON text is empty");
            }
            Object value = value(parser, new PatchBudget());
            if (parser.nextToken() != null) {
                throw invalid("something follows the JSON value", parser);
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new JsonPatchException(
                    Reason.LIMIT_EXCEEDED,
                    "the JSON text is nested deeper than " + JsonPatch.MAX_DEPTH + ", or has a number of more than "
                            + JsonPatch.MAX_NUMBER_DIGITS + " digits");
        } catch (JsonProcessingException e) {
            throw new JsonPatchException(
                    Reason.INVALID_JSON,
                    "the text is not JSON (RFC 8259), at line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Object value(JsonParser parser, PatchBudget budget) throws IOException {
        budget.takeValue(0);
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, budget);
            case START_ARRAY -> array(parser, budget);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> signed(parser.getNumberValue(), parser);
            case VALUE_NUMBER_FLOAT -> signed(decimal(parser), parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw invalid("a value is missing", parser);
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, PatchBudget budget) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (members.containsKey(name)) {
                throw invalid(
                        "an object has the member " + Printable.quote(name) + " twice (RFC 8259 section 4)", parser);
            }
            parser.nextToken();
            members.put(name, value(parser, budget));
        }
        return members;
    }

    private static List<@Nullable Object> array(JsonParser parser, PatchBudget budget) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, budget));
        }
        return elements;
    }

    /** Neither an {@code Integer} nor a {@code BigDecimal} keeps the sign of zero. */
    private static Number signed(Number number, JsonParser parser) throws IOException {
        BigDecimal zero = number instanceof Integer integer && integer == 0
                ? BigDecimal.ZERO
                : number instanceof BigDecimal decimal && decimal.signum() == 0 ? decimal : null;
        return zero != null && parser.getText().charAt(0) == '-' ? new NegativeZero(zero) : number;
    }

    private static BigDecimal decimal(JsonParser parser) throws IOException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException | JsonProcessingException e) {
            throw new JsonPatchException(
                    Reason.LIMIT_EXCEEDED, "a number has a scale beyond " + JsonPatch.MAX_NUMBER_SCALE);
        }
    }

    private static JsonPatchException invalid(String fault, JsonParser parser) {
        return new JsonPatchException(
                Reason.INVALID_JSON,
                fault + ", at line " + parser.currentLocation().getLineNr() + ", column "
                        + parser.currentLocation().getColumnNr());
    }

    /**
     * The tree as compact JSON text. The tree has been through {@link TreeCopy}, so it has only values of JSON.
     */
    static String write(@Nullable Object tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(tree, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(@Nullable Object value, JsonGenerator to) throws IOException {
        if (value instanceof Map<?, ?> object) {
            to.writeStartObject();
            for (Map.Entry<?, ?> member : object.entrySet()) {
                to.writeFieldName((String) member.getKey());
                write(member.getValue(), to);
            }
            to.writeEndObject();
        } else if (value instanceof List<?> array) {
            to.writeStartArray();
            for (Object element : array) {
                write(element, to);
            }
            to.writeEndArray();
        } else if (value instanceof String string) {
            to.writeString(string);
        } else if (value instanceof Number number) {
            to.writeNumber(number.toString());
        } else if (value instanceof Boolean bool) {
            to.writeBoolean(bool);
        } else {
            to.writeNull();
        }
    }
}
