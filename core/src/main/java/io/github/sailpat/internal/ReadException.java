package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text is not JSON, or not what the API sends. Neither the message nor a cause quotes anything of it. */
public final class ReadException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the text. */
    public enum Kind {
        /** It is no JSON. */
        SYNTAX,
        /** A part of it is longer or nested deeper than is read. */
        LIMIT,
        /** It is JSON, with a value that was not expected. */
        VALUE
    }

    /** What is wrong, also of the serialised form. */
    private final Kind kind;
    /** The id of the token, also of the serialised form. */
    private @Nullable String createdId;

    /** The form of ids in the API. No other text of a response is quoted. */
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * A parser's error without the part of its input that the parser quotes, which may contain a secret.
     *
     * @param error the parser's error
     * @return an error with the rule and the position
     */
    public static ReadException of(IOException error) {
        if (error instanceof ReadException own) {
            return own;
        }
        JsonLocation where = error instanceof JsonProcessingException parsing ? parsing.getLocation() : null;
        String rule = rule(error);
        return new ReadException(
                kind(error),
                where == null ? rule : rule + " at line " + where.getLineNr() + ", column " + where.getColumnNr());
    }

    private static Kind kind(IOException error) {
        if (error instanceof StreamConstraintsException) {
            return Kind.LIMIT;
        }
        return error instanceof InputCoercionException || !(error instanceof StreamReadException)
                ? Kind.VALUE
                : Kind.SYNTAX;
    }

    private static String rule(IOException error) {
        if (error instanceof InputCoercionException) {
            return "a number in it is too large";
        }
        if (!(error instanceof StreamConstraintsException)) {
            return "it is no valid JSON";
        }
        // Only the message says which limit it is.
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
     * An error of one token, with its id if that has the form of an id.
     *
     * @param id the token's id, as it was read
     * @param error what is wrong in it
     * @return an error with the rule, the position and the id
     */
    public static ReadException inToken(String id, JsonProcessingException error) {
        ReadException safe = of(error);
        return PLAIN_ID.matcher(id).matches()
                ? new ReadException(safe.kind, safe.getMessage() + " (the token with the id " + id + ")")
                : safe;
    }

    /**
     * The same, of a token that certainly exists, because the response to its create has its id.
     *
     * @param id the token's id, as it was read, which counts only if it has the form of an id; or {@code null}
     * @param rule what is wrong
     * @return an error with the rule and the id
     */
    static ReadException ofCreated(@Nullable String id, String rule) {
        ReadException error = new ReadException(rule);
        error.createdId = id != null && PLAIN_ID.matcher(id).matches() ? id : null;
        return error;
    }

    /**
     * The id of the created token, whose secret was not read.
     *
     * @return the id, or {@code null} if it is not known
     */
    public @Nullable String getCreatedId() {
        return createdId;
    }

    /**
     * What is wrong.
     *
     * @return the kind of the error
     */
    public Kind getKind() {
        return kind;
    }

    /**
     * An error of a value, with its rule.
     *
     * @param rule what is wrong
     */
    public ReadException(String rule) {
        this(Kind.VALUE, rule);
    }

    private ReadException(Kind kind, String rule) {
        super(rule);
        this.kind = kind;
    }
}
