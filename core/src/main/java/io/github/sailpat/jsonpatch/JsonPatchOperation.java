package io.github.sailpat.jsonpatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a patch (RFC 6902 section 4): one of {@link Add}, {@link Remove}, {@link Replace}, {@link Move},
 * {@link Copy} and {@link Test}, and nothing else, so that a {@code when} or {@code switch} over the six needs no
 * default.
 *
 * <p>A value is a tree of {@code Map<String, ?>}, {@code List<?>}, {@code String}, {@code Boolean}, {@code null} and
 * the numbers {@code Byte}, {@code Short}, {@code Integer}, {@code Long}, {@code Float}, {@code Double},
 * {@code BigInteger} and {@code BigDecimal}. It is copied when the operation is made, and the copy cannot be changed.
 * {@code null} is JSON's null; it is sent as such. A {@code float} or {@code double} stands for the decimal that its
 * {@code toString} shows.
 *
 * <p>Immutable, and safe to share between threads. Two operations are equal if they are of one kind, their pointers are
 * equal, and so are their values as JSON (section 4.6): the numbers 1 and 1.0 are equal, and the order of an object's
 * members is without meaning.
 */
public abstract sealed class JsonPatchOperation {
    private final JsonPointer path;

    private JsonPatchOperation(JsonPointer path) {
        this.path = Objects.requireNonNull(path, "path");
    }

    /**
     * Adds a value (RFC 6902 section 4.1): sets the member of an object, inserts before the element of an array,
     * appends to the array if the last segment is {@code -}, or sets the whole document.
     *
     * @param path where the value will be
     * @param value the value, a tree as the class describes it; {@code null} for JSON's null
     * @return the operation
     * @throws IllegalArgumentException if the value is no such tree, or breaks a limit of {@link JsonPatch}
     */
    public static Add add(JsonPointer path, @Nullable Object value) {
        return new Add(path, frozen(path, value));
    }

    /**
     * Removes the value at a location that exists (RFC 6902 section 4.2).
     *
     * @param path the location
     * @return the operation
     */
    public static Remove remove(JsonPointer path) {
        return new Remove(path);
    }

    /**
     * Replaces the value at a location that exists (RFC 6902 section 4.3).
     *
     * @param path the location
     * @param value the new value, a tree as the class describes it; {@code null} for JSON's null
     * @return the operation
     * @throws IllegalArgumentException if the value is no such tree, or breaks a limit of {@link JsonPatch}
     */
    public static Replace replace(JsonPointer path, @Nullable Object value) {
        return new Replace(path, frozen(path, value));
    }

    /**
     * Removes the value at one location and adds it at another (RFC 6902 section 4.4).
     *
     * @param from where the value is
     * @param path where the value will be
     * @return the operation
     * @throws IllegalArgumentException if {@code path} lies within {@code from}: a value cannot move into itself
     */
    public static Move move(JsonPointer from, JsonPointer path) {
        return new Move(from, path);
    }

    /**
     * Copies the value at one location to another (RFC 6902 section 4.5).
     *
     * @param from where the value is
     * @param path where the copy will be
     * @return the operation
     */
    public static Copy copy(JsonPointer from, JsonPointer path) {
        return new Copy(from, path);
    }

    /**
     * Tests that a location has this value (RFC 6902 section 4.6); otherwise the whole patch fails.
     *
     * @param path the location
     * @param value the value, a tree as the class describes it; {@code null} for JSON's null
     * @return the operation
     * @throws IllegalArgumentException if the value is no such tree, or breaks a limit of {@link JsonPatch}
     */
    public static Test test(JsonPointer path, @Nullable Object value) {
        return new Test(path, frozen(path, value));
    }

    private static @Nullable Object frozen(JsonPointer path, @Nullable Object value) {
        try {
            return TreeCopy.frozen().copy(value, 0);
        } catch (JsonPatchException e) {
            throw e.in(-1, path);
        }
    }

    /**
     * The name of the operation in JSON.
     *
     * @return {@code add}, {@code remove}, {@code replace}, {@code move}, {@code copy} or {@code test}
     */
    public abstract String getOp();

    /**
     * The location that the operation changes or tests.
     *
     * @return the {@code path}
     */
    public final JsonPointer getPath() {
        return path;
    }

    abstract void applyTo(WorkingDocument document);

    /** The members between {@code op} and the end, in the order of the RFC's examples. */
    void writeTo(Map<String, @Nullable Object> members) {
        members.put("path", path.toString());
    }

    final Map<String, @Nullable Object> toTree() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("op", getOp());
        writeTo(members);
        return members;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof JsonPatchOperation operation && JsonEquality.equal(toTree(), operation.toTree());
    }

    @Override
    public final int hashCode() {
        return JsonEquality.hash(toTree());
    }

    /**
     * The operation as compact JSON text, the value included.
     *
     * @return the text
     */
    @Override
    public final String toString() {
        return JsonText.write(toTree());
    }

    /** Adds a value (RFC 6902 section 4.1). */
    public static final class Add extends JsonPatchOperation {
        private final @Nullable Object value;

        Add(JsonPointer path, @Nullable Object value) {
            super(path);
            this.value = value;
        }

        @Override
        public String getOp() {
            return "add";
        }

        /**
         * The value to add.
         *
         * @return an unmodifiable tree, or {@code null} for JSON's null
         */
        public @Nullable Object getValue() {
            return value;
        }

        @Override
        void applyTo(WorkingDocument document) {
            document.add(getPath(), value);
        }

        @Override
        void writeTo(Map<String, @Nullable Object> members) {
            super.writeTo(members);
            members.put("value", value);
        }
    }

    /** Removes a value (RFC 6902 section 4.2). */
    public static final class Remove extends JsonPatchOperation {
        Remove(JsonPointer path) {
            super(path);
        }

        @Override
        public String getOp() {
            return "remove";
        }

        @Override
        void applyTo(WorkingDocument document) {
            document.remove(getPath());
        }
    }

    /** Replaces a value (RFC 6902 section 4.3). */
    public static final class Replace extends JsonPatchOperation {
        private final @Nullable Object value;

        Replace(JsonPointer path, @Nullable Object value) {
            super(path);
            this.value = value;
        }

        @Override
        public String getOp() {
            return "replace";
        }

        /**
         * The new value.
         *
         * @return an unmodifiable tree, or {@code null} for JSON's null
         */
        public @Nullable Object getValue() {
            return value;
        }

        @Override
        void applyTo(WorkingDocument document) {
            document.replace(getPath(), value);
        }

        @Override
        void writeTo(Map<String, @Nullable Object> members) {
            super.writeTo(members);
            members.put("value", value);
        }
    }

    /** Moves a value (RFC 6902 section 4.4). */
    public static final class Move extends JsonPatchOperation {
        private final JsonPointer from;

        private Move(JsonPointer from, JsonPointer path) {
            super(path);
            this.from = Objects.requireNonNull(from, "from");
            if (path.startsWith(from) && !path.equals(from)) {
                throw new JsonPatchException(
                        JsonPatchException.Reason.INVALID_PATCH,
                        -1,
                        path,
                        "a value cannot move into itself: 'from' is a proper prefix of 'path' (RFC 6902 section 4.4)");
            }
        }

        @Override
        public String getOp() {
            return "move";
        }

        /**
         * The location of the value.
         *
         * @return the {@code from}
         */
        public JsonPointer getFrom() {
            return from;
        }

        @Override
        void applyTo(WorkingDocument document) {
            document.move(from, getPath());
        }

        @Override
        void writeTo(Map<String, @Nullable Object> members) {
            members.put("from", from.toString());
            super.writeTo(members);
        }
    }

    /** Copies a value (RFC 6902 section 4.5). */
    public static final class Copy extends JsonPatchOperation {
        private final JsonPointer from;

        private Copy(JsonPointer from, JsonPointer path) {
            super(path);
            this.from = Objects.requireNonNull(from, "from");
        }

        @Override
        public String getOp() {
            return "copy";
        }

        /**
         * The location of the value to copy.
         *
         * @return the {@code from}
         */
        public JsonPointer getFrom() {
            return from;
        }

        @Override
        void applyTo(WorkingDocument document) {
            document.copy(from, getPath());
        }

        @Override
        void writeTo(Map<String, @Nullable Object> members) {
            members.put("from", from.toString());
            super.writeTo(members);
        }
    }

    /** Tests a value (RFC 6902 section 4.6). */
    public static final class Test extends JsonPatchOperation {
        private final @Nullable Object value;

        private Test(JsonPointer path, @Nullable Object value) {
            super(path);
            this.value = value;
        }

        @Override
        public String getOp() {
            return "test";
        }

        /**
         * The expected value.
         *
         * @return an unmodifiable tree, or {@code null} for JSON's null
         */
        public @Nullable Object getValue() {
            return value;
        }

        @Override
        void applyTo(WorkingDocument document) {
            document.test(getPath(), value);
        }

        @Override
        void writeTo(Map<String, @Nullable Object> members) {
            super.writeTo(members);
            members.put("value", value);
        }
    }
}
