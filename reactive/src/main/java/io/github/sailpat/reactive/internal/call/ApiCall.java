package io.github.sailpat.reactive.internal.call;

import org.jspecify.annotations.Nullable;

/**
 * One call of the API, before anything happens to it.
 *
 * @param operation the operation by its name in the API
 * @param method the HTTP method
 * @param uriTemplate the path with {@code {id}} in place of the id: for messages and tags
 * @param uri path and query as they are sent, encoded
 * @param contentType of the body, or {@code null} if there is none
 * @param body the body, or {@code null} if there is none
 * @param kind what repeating it would mean
 * @param decoder makes results of a success
 * @param <T> the result
 */
@SuppressWarnings("ArrayRecordComponent") // written once, sent as it is, and never compared
public record ApiCall<T>(
        String operation,
        String method,
        String uriTemplate,
        String uri,
        @Nullable String contentType,
        byte @Nullable [] body,
        CallKind kind,
        BodyDecoder<T> decoder) {

    /** For example {@code DELETE /beta/personal-access-tokens/{id}}. */
    @Override
    public String toString() {
        return method + ' ' + uriTemplate;
    }
}
