package io.github.sailpat.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sailpat.error.ErrorMessage;
import io.github.sailpat.error.ErrorResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the body of an error response, as far as it can be read. Credentials in its texts are masked. */
public final class ErrorResponseReader {
    private static final int MAX_TEXTS = 20;
    private static final int MAX_TEXT_LENGTH = 1_000;

    /** Members of the API (401: error, 429: message), OAuth (RFC 6749 section 5.2) and problem details (RFC 9457). */
    private static final List<String> TEXTS = List.of("error", "error_description", "message", "title", "detail");
    /** Members in which an item of a list, or an error that is an object, has its text. */
    private static final List<String> ITEM_TEXTS =
            List.of("text", "message", "detail", "title", "description", "error_description");

    private final UnaryOperator<String> mask;

    private ErrorResponseReader(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    /**
     * Reads a body of any kind.
     *
     * @param body the body
     * @return what could be read, or the description of a body of an unknown format
     */
    public static ErrorResponse read(BodyDescription body) {
        try {
            JsonNode root = JsonTree.read(body.bytes());
            if (root.isMissingNode()) {
                return ErrorResponse.builder().build();
            }
            if (root.isContainerNode()) {
                return new ErrorResponseReader(body.mask()).read(root);
            }
        } catch (IOException e) {
            // It is not JSON: the status has to do.
        }
        String text = body.plainText();
        return text == null
                ? ErrorResponse.builder().bodyDescription(body.describe(false)).build()
                : ErrorResponse.builder()
                        .addMessages(ErrorMessage.builder().text(text).build())
                        .build();
    }

    private ErrorResponse read(JsonNode root) {
        List<ErrorMessage> messages = messages(root.isArray() ? root : root.get("messages"));
        for (String field : TEXTS) {
            add(messages, root.get(field));
        }
        messages(root.get("errors")).forEach(message -> addTo(messages, message));
        return ErrorResponse.builder()
                .detailCode(text(root.get("detailCode")))
                .trackingId(text(root.get("trackingId")))
                .messages(messages)
                .causes(messages(root.get("causes")))
                .build();
    }

    private List<ErrorMessage> messages(@Nullable JsonNode array) {
        List<ErrorMessage> messages = new ArrayList<>();
        if (array != null && array.isArray()) {
            array.forEach(item -> add(messages, item));
        }
        return messages;
    }

    private void add(List<ErrorMessage> messages, @Nullable JsonNode item) {
        String text = item == null ? null : itemText(item);
        if (item != null && text != null) {
            addTo(
                    messages,
                    ErrorMessage.builder()
                            .locale(text(item.get("locale")))
                            .localeOrigin(text(item.get("localeOrigin")))
                            .text(text)
                            .build());
        }
    }

    private static void addTo(List<ErrorMessage> messages, ErrorMessage message) {
        if (messages.size() < MAX_TEXTS) {
            messages.add(message);
        }
    }

    private @Nullable String itemText(JsonNode item) {
        if (!item.isObject()) {
            return text(item);
        }
        for (String field : ITEM_TEXTS) {
            String text = text(item.get(field));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private @Nullable String text(@Nullable JsonNode node) {
        return node == null || !node.isTextual() ? null : ErrorText.line(node.textValue(), mask, MAX_TEXT_LENGTH);
    }
}
