package io.github.sailpat.cli.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sailpat.cli.error.InvalidLineException;
import io.github.sailpat.cli.screen.Printable;
import io.github.sailpat.cli.time.TimeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the members of the JSON object of a line. An error names the member, and never contains its value. */
public final class JsonMembers {
    private static final int LONGEST_NAME = 80;

    private final ObjectNode object;

    public JsonMembers(ObjectNode object) {
        this.object = object;
    }

    void allowOnly(Set<String> names) {
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            String name = each.next();
            if (!names.contains(name)) {
                String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + '…' : name;
                throw new InvalidLineException("unknown member '" + Printable.line(shown) + '\'');
            }
        }
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw new InvalidLineException(name + " is missing");
        }
        return text;
    }

    @Nullable
    String text(String name) {
        JsonNode node = get(name);
        return node == null ? null : text(node, name + " must be a string");
    }

    @Nullable
    List<String> texts(String name) {
        JsonNode node = get(name);
        if (node == null) {
            return null;
        }
        String rule = name + " must be an array of strings";
        if (!node.isArray()) {
            throw new InvalidLineException(rule);
        }
        List<String> texts = new ArrayList<>(node.size());
        node.forEach(element -> texts.add(text(element, rule)));
        return texts;
    }

    @Nullable
    Integer integer(String name) {
        JsonNode node = get(name);
        if (node != null && !(node.isIntegralNumber() && node.canConvertToInt())) {
            throw new InvalidLineException(name + " must be an integer");
        }
        return node == null ? null : node.intValue();
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode node = get(name);
        if (node != null && !node.isBoolean()) {
            throw new InvalidLineException(name + " must be true or false");
        }
        return node == null ? null : node.booleanValue();
    }

    @Nullable
    Instant instant(String name) {
        String text = text(name);
        try {
            return text == null ? null : TimeText.instant(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidLineException(name + ": " + e.getMessage());
        }
    }

    /** The member as JSON text. */
    String json(String name) {
        JsonNode node = get(name);
        if (node == null) {
            throw new InvalidLineException(name + " is missing");
        }
        return node.toString();
    }

    private @Nullable JsonNode get(String name) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private static String text(JsonNode node, String rule) {
        if (!node.isTextual()) {
            throw new InvalidLineException(rule);
        }
        return node.textValue();
    }
}
