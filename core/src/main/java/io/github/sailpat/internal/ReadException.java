package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.regex.Pattern;

/** What came is JSON, but not what the API sends. The message quotes nothing of it. */
public final class ReadException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    /** As tenants have them: no other text of an answer is quoted. */
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * What a parser said, without the piece of its input that parsers like to quote: it may be a secret.
     *
     * @param error the parser's error
     * @return an error that says where, and nothing of what
     */
    public static ReadException of(IOException error) {
        if (error instanceof ReadException own) {
            return own;
        }
        JsonLocation where = error instanceof JsonProcessingException parsing ? parsing.getLocation() : null;
        String rule = rule(error);
        return new ReadException(
                where == null ? rule : rule + " at line " + where.getLineNr() + ", column " + where.getColumnNr());
    }

    private static String rule(IOException error) {
        if (error instanceof InputCoercionException) {
            return "a number in it is too large";
        }
        if (!(error instanceof StreamConstraintsException)) {
            return "it is no valid JSON";
        }
        // The parser tells its limits apart by their names alone.
        String limit = String.valueOf(error.getMessage());
        if (limit.contains("getMaxNumberLength")) {
            return "a number in it has more than " + Json.MAX_NUMBER_LENGTH + " digits";
        }
        if (limit.contains("getMaxNameLength")) {
            return "the name of a member in it is too long";
        }
        return limit.contains("getMaxNestingDepth")
                ? "it is nested deeper than " + Json.MAX_DEPTH + " levels"
                : "a part of it is too long";
    }

    /**
     * An error of one token, with its id if that is a plain one.
     *
     * @param id the token's id, as it was read
     * @param error what is wrong in it; the cause of the result, for its type tells more
     * @return an error that says where, and nothing of what
     */
    public static ReadException inToken(String id, JsonProcessingException error) {
        ReadException safe = of(error);
        ReadException inToken = PLAIN_ID.matcher(id).matches()
                ? new ReadException(safe.getMessage() + " (the token with the id " + id + ")")
                : safe;
        inToken.initCause(error);
        return inToken;
    }

    /**
     * An error with its rule.
     *
     * @param rule what is wrong
     */
    public ReadException(String rule) {
        super(rule);
    }
}
