package io.github.sailpat.reactive;

/**
 * What to do with an element of a list that cannot be read as a token, because it is no object or has no id. A token
 * with an id and an unreadable field is no such element; see
 * {@link io.github.sailpat.token.PersonalAccessToken#getUnreadableFields()}.
 */
public enum UnreadableElements {
    /**
     * An element that is no object, or has no id, is skipped. When the list has terminated, the logger
     * {@code io.github.sailpat.list} logs one {@code WARN} with the number of such elements and the index of the first.
     */
    SKIP,
    /**
     * An element that is no object, or has no id, terminates the list with a
     * {@link io.github.sailpat.error.MalformedResponseException} that has its index. The tokens before it are emitted.
     */
    FAIL,
    /**
     * As {@link #FAIL}, and a token with a field that cannot be read terminates the list, too; the message has its
     * index, its id and the field. For tests that detect responses of a tenant that do not match the API description.
     */
    FAIL_ON_FIELDS
}
