package io.github.sailpat.reactive;

/**
 * What becomes of a list of which an element cannot be read as a token. Only what identifies a token is needed: its
 * id. A token with an id and an odd field is no such element; it {@linkplain
 * io.github.sailpat.token.PersonalAccessToken#getUnreadableFields() says so itself}.
 */
public enum UnreadableElements {
    /**
     * An element that is no object, or has no id, is left out. When the list has ended, one line of level {@code WARN}
     * by the logger {@code io.github.sailpat.list} says how many there were, and where the first one was.
     */
    SKIP,
    /**
     * An element that is no object, or has no id, ends the list with a {@link
     * io.github.sailpat.error.MalformedResponseException} that has its index. The tokens before it are given out.
     */
    FAIL,
    /**
     * As {@link #FAIL}, and a token with a field that cannot be read ends the list, too; the message has its index,
     * its id and the field. For tests that shall notice when a tenant answers in another way than its description
     * says.
     */
    FAIL_ON_FIELDS
}
