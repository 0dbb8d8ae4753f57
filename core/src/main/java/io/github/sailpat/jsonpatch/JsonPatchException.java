package io.github.sailpat.jsonpatch;

import org.jspecify.annotations.Nullable;

/**
 * A patch or a document is refused when it is built, read or applied. Nothing was changed. The message names the
 * operation, its path and the rule that is broken; it never has a value of the document or the patch.
 */
public final class JsonPatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The kind of rule that is broken. */
    public enum Reason {
        /**
         * A text is not JSON (RFC 8259), an object has a member twice, or a Java tree has a value that JSON does not
         * have.
         */
        INVALID_JSON,
        /** A JSON text is not a patch: its form breaks RFC 6902, section 3 or 4. */
        INVALID_PATCH,
        /** The target location of the operation does not exist (RFC 6902, sections 4.1 to 4.5). */
        NO_TARGET,
        /** A {@code test} found another value, or the location does not exist (RFC 6902, section 4.6). */
        TEST_FAILED,
        /** A limit of {@link JsonPatch} is exceeded. */
        LIMIT_EXCEEDED
    }

    /** The kind of rule that is broken. */
    private final Reason reason;

    /** The index of the operation, or -1. */
    private final int operationIndex;

    @SuppressWarnings("serial") // lost when the exception is serialized; the message still has it
    private final transient @Nullable JsonPointer path;

    /** The message without the operation. */
    private final String rule;

    JsonPatchException(Reason reason, String rule) {
        this(reason, -1, null, rule);
    }

    JsonPatchException(Reason reason, int operationIndex, @Nullable JsonPointer path, String rule) {
        super(message(operationIndex, path, rule));
        this.reason = reason;
        this.operationIndex = operationIndex;
        this.path = path;
        this.rule = rule;
    }

    private static String message(int operationIndex, @Nullable JsonPointer path, String rule) {
        String operation = operationIndex < 0 ? "" : "operation " + operationIndex + ": ";
        return operation + (path == null ? "" : "path " + Printable.quote(path.toString()) + ": ") + rule;
    }

    /** The message without the operation. */
    String getRule() {
        return rule;
    }

    /** The same error with the index and the path of an operation. */
    JsonPatchException in(int index, @Nullable JsonPointer operationPath) {
        JsonPatchException located = new JsonPatchException(reason, index, operationPath, rule);
        located.setStackTrace(getStackTrace());
        return located;
    }

    /**
     * The kind of rule that is broken.
     *
     * @return the reason
     */
    public Reason getReason() {
        return reason;
    }

    /**
     * The index of the operation that failed.
     *
     * @return its index in the patch, counted from 0, or -1 if it is not the fault of one operation
     */
    public int getOperationIndex() {
        return operationIndex;
    }

    /**
     * The path of the operation that failed.
     *
     * @return the path, or {@code null} if it is not the fault of one operation, or that operation has no path
     */
    public @Nullable JsonPointer getPath() {
        return path;
    }
}
