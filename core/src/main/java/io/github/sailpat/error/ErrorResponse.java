package io.github.sailpat.error;

import java.util.List;
import java.util.stream.Stream;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error response, as far as it could be read. The tenant has several formats: the documented one, the
 * {@code error} of a 401, the {@code message} of a 429, and the {@code error} with {@code error_description} of OAuth
 * (RFC 6749 section 5.2); a proxy may send problem details (RFC 9457), a list of {@code errors}, or plain text. The
 * texts of all of them are {@linkplain #getMessages() messages} here. A body of another kind, a page of HTML for
 * example, is only {@linkplain #getBodyDescription() described}.
 */
@Value.Immutable
public interface ErrorResponse {
    /**
     * The detailed error code, for example {@code 400.1 Bad Request Content}.
     *
     * @return the code, or {@code null} if the response has none
     */
    @Nullable
    String getDetailCode();

    /**
     * The id of the request, by which SailPoint's support finds it.
     *
     * @return the id, or {@code null} if the response has none
     */
    @Nullable
    String getTrackingId();

    /**
     * The messages.
     *
     * @return the messages, possibly empty
     */
    List<ErrorMessage> getMessages();

    /**
     * The causes: more detailed messages.
     *
     * @return the messages, possibly empty
     */
    List<ErrorMessage> getCauses();

    /**
     * A description of a body that is not an error body of a known format.
     *
     * @return media type, encoding, length and first words, without credentials; {@code null} if the body was empty, or
     *     could be read
     */
    @Nullable
    String getBodyDescription();

    /**
     * All texts, reasons first, each once.
     *
     * @return the texts, possibly empty
     */
    default List<String> getTexts() {
        return Stream.concat(getMessages().stream(), getCauses().stream())
                .map(ErrorMessage::getText)
                .distinct()
                .toList();
    }

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link ErrorResponse}. */
    final class Builder extends ImmutableErrorResponse.Builder {
        Builder() {}
    }
}
