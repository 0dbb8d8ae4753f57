package io.github.sailpat.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sailpat.error.ErrorMessage;
import io.github.sailpat.error.ErrorResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the body of an error answer as far as it can be read; every text passes a mask that hides credentials. */
public final class ErrorResponseReader {
    private static final int MAX_TEXTS = 20;
    private static final int MAX_TEXT_LENGTH = 1_000;

    private final UnaryOperator<String> mask;

    private ErrorResponseReader(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    /**
     * Reads a body of any kind.
     *
     * @param bytes what was kept of the body
     * @param mask hides credentials in a text
     * @return what could be read, maybe nothing
     */
    public static ErrorResponse read(byte[] bytes, UnaryOperator<String> mask) {
        try {
            JsonNode root = Json.MAPPER.readTree(bytes);
            if (root != null && root.isObject()) {
                return new ErrorResponseReader(mask).read(root);
            }
        } catch (IOException e) {
            // A body of another kind says nothing to a program; the status does.
        }
        return ErrorResponse.builder().build();
    }

    private ErrorResponse read(JsonNode root) {
        List<ErrorMessage> messages = messages(root.get("messages"));
        // The forms of 401 (error), 429 (message) and OAuth (error, error_description).
        for (String field : List.of("error", "error_description", "message")) {
            String text = text(root.get(field));
            if (text != null) {
                messages.add(ErrorMessage.builder().text(text).build());
            }
        }
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
            for (JsonNode item : array) {
                String text = text(item.isTextual() ? item : item.get("text"));
                if (text != null && messages.size() < MAX_TEXTS) {
                    messages.add(ErrorMessage.builder()
                            .locale(text(item.get("locale")))
                            .localeOrigin(text(item.get("localeOrigin")))
                            .text(text)
                            .build());
                }
            }
        }
        return messages;
    }

    /** A text on one line, so that a log entry cannot be forged by it. */
    private @Nullable String text(@Nullable JsonNode node) {
        if (node == null || !node.isTextual()) {
            return null;
        }
        String text = mask.apply(node.textValue());
        StringBuilder line = new StringBuilder();
        text.strip()
                .codePoints()
                .limit(MAX_TEXT_LENGTH)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
