package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What came is JSON, but not what the API sends. The message quotes nothing of it. */
public final class WireException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    /**
     * An error with its rule.
     *
     * @param rule what is wrong
     */
    public WireException(String rule) {
        super(rule);
    }
}
