package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** What came is JSON, but not what the API sends. The message quotes nothing of it. */
public final class WireException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    /**
     * What a parser said, without the piece of its input that parsers like to quote: it may be a secret.
     *
     * @param error the parser's error
     * @return an error that says where, and nothing of what
     */
    public static WireException of(IOException error) {
        if (error instanceof WireException own) {
            return own;
        }
        JsonLocation where = error instanceof JsonProcessingException parsing ? parsing.getLocation() : null;
        return new WireException(
                where == null
                        ? "it is no valid JSON"
                        : "it is no valid JSON at line " + where.getLineNr() + ", column " + where.getColumnNr());
    }

    /**
     * An error with its rule.
     *
     * @param rule what is wrong
     */
    public WireException(String rule) {
        super(rule);
    }
}
