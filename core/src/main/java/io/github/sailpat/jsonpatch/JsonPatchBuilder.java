package io.github.sailpat.jsonpatch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects operations in order. Pointers are {@link JsonPointer}s, or texts that {@link JsonPointer#parse(String)}
 * reads; values are what {@link JsonPatchOperation} describes, copied at once. Each step throws
 * {@link IllegalArgumentException} if a pointer or a value is refused. For one thread at a time.
 */
public final class JsonPatchBuilder {
    private final List<JsonPatchOperation> operations = new ArrayList<>();

    JsonPatchBuilder() {}

    /**
     * Adds a value (RFC 6902 section 4.1).
     *
     * @param path where the value will be
     * @param value the value, {@code null} for JSON's null
     * @return this builder
     */
    public JsonPatchBuilder add(String path, @Nullable Object value) {
        return add(JsonPointer.parse(path), value);
    }

    /**
     * Adds a value (RFC 6902 section 4.1).
     *
     * @param path where the value will be
     * @param value the value, {@code null} for JSON's null
     * @return this builder
     */
    public JsonPatchBuilder add(JsonPointer path, @Nullable Object value) {
        return with(JsonPatchOperation.add(path, value));
    }

    /**
     * Removes a value (RFC 6902 section 4.2).
     *
     * @param path where the value is
     * @return this builder
     */
    public JsonPatchBuilder remove(String path) {
        return remove(JsonPointer.parse(path));
    }

    /**
     * Removes a value (RFC 6902 section 4.2).
     *
     * @param path where the value is
     * @return this builder
     */
    public JsonPatchBuilder remove(JsonPointer path) {
        return with(JsonPatchOperation.remove(path));
    }

    /**
     * Replaces a value (RFC 6902 section 4.3).
     *
     * @param path where the value is
     * @param value the new value, {@code null} for JSON's null
     * @return this builder
     */
    public JsonPatchBuilder replace(String path, @Nullable Object value) {
        return replace(JsonPointer.parse(path), value);
    }

    /**
     * Replaces a value (RFC 6902 section 4.3).
     *
     * @param path where the value is
     * @param value the new value, {@code null} for JSON's null
     * @return this builder
     */
    public JsonPatchBuilder replace(JsonPointer path, @Nullable Object value) {
        return with(JsonPatchOperation.replace(path, value));
    }

    /**
     * Moves a value (RFC 6902 section 4.4).
     *
     * @param from where the value is
     * @param path where the value will be, not within {@code from}
     * @return this builder
     */
    public JsonPatchBuilder move(String from, String path) {
        return move(JsonPointer.parse(from), JsonPointer.parse(path));
    }

    /**
     * Moves a value (RFC 6902 section 4.4).
     *
     * @param from where the value is
     * @param path where the value will be, not within {@code from}
     * @return this builder
     */
    public JsonPatchBuilder move(JsonPointer from, JsonPointer path) {
        return with(JsonPatchOperation.move(from, path));
    }

    /**
     * Copies a value (RFC 6902 section 4.5).
     *
     * @param from where the value is
     * @param path where the copy will be
     * @return this builder
     */
    public JsonPatchBuilder copy(String from, String path) {
        return copy(JsonPointer.parse(from), JsonPointer.parse(path));
    }

    /**
     * Copies a value (RFC 6902 section 4.5).
     *
     * @param from where the value is
     * @param path where the copy will be
     * @return this builder
     */
    public JsonPatchBuilder copy(JsonPointer from, JsonPointer path) {
        return with(JsonPatchOperation.copy(from, path));
    }

    /**
     * Tests a value (RFC 6902 section 4.6).
     *
     * @param path where the value must be
     * @param value the value, {@code null} for JSON's null
     * @return this builder
     */
    public JsonPatchBuilder test(String path, @Nullable Object value) {
        return test(JsonPointer.parse(path), value);
    }

    /**
     * Tests a value (RFC 6902 section 4.6).
     *
     * @param path where the value must be
     * @param value the value, {@code null} for JSON's null
     * @return this builder
     */
    public JsonPatchBuilder test(JsonPointer path, @Nullable Object value) {
        return with(JsonPatchOperation.test(path, value));
    }

    private JsonPatchBuilder with(JsonPatchOperation operation) {
        JsonPatch.requireSize(operations.size() + 1);
        operations.add(operation);
        return this;
    }

    /**
     * The patch of the operations so far. The builder can still be used.
     *
     * @return the patch
     */
    public JsonPatch build() {
        return JsonPatch.ofOperations(operations);
    }
}
