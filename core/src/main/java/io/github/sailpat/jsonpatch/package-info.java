/**
 * JSON Patch (RFC 6902) and JSON Pointer (RFC 6901) for Java and Kotlin: typed, immutable, strict, and of use without the
 * rest of the library.
 *
 * <pre>{@code
 * JsonPatch patch = JsonPatch.builder()
 *         .test("/name", "deploy")          // fails the whole patch unless the name is this one
 *         .replace("/name", "deploy-2")
 *         .add("/scope/-", "sp:scopes:default")
 *         .replace("/expirationDate", null)  // JSON's null, sent as such
 *         .build();
 *
 * patch.toJson();                            // the text to send as application/json-patch+json
 * JsonPatch.parse(text);                     // and back, strictly
 * patch.applyToJson("{\"name\": ...}");      // a new document, or a JsonPatchException and no change
 * JsonPatch.betweenJson(before, after);      // a small patch that makes the one of the other
 * patch.isRepeatable();                      // may it be sent again when the answer was lost?
 * }</pre>
 *
 * <p>{@link io.github.sailpat.jsonpatch.JsonPointer} is a place in a document. {@link
 * io.github.sailpat.jsonpatch.JsonPatchOperation} is one of six operations, a sealed type. {@link
 * io.github.sailpat.jsonpatch.JsonPatch} is a list of them. Documents and values are plain Java: {@code Map<String, ?>},
 * {@code List<?>}, {@code String}, {@code Number}, {@code Boolean} and {@code null}; any JSON library gives and takes such
 * trees. Everything is refused with one exception, {@link io.github.sailpat.jsonpatch.JsonPatchException}, which names
 * the operation, its path and the rule, but for a broken pointer text, which is an {@link
 * java.lang.IllegalArgumentException}.
 *
 * <p>Nothing here blocks or keeps state. Whatever comes from outside is bounded: the limits are the constants of {@code
 * JsonPatch} and {@code JsonPointer}. {@code null} is allowed exactly where {@code @Nullable} says so; elsewhere it is a
 * {@link java.lang.NullPointerException}.
 */
@NullMarked
package io.github.sailpat.jsonpatch;

import org.jspecify.annotations.NullMarked;
