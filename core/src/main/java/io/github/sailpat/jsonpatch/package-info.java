/**
 * JSON Patch (RFC 6902) and JSON Pointer (RFC 6901) for Java and Kotlin: typed, immutable and strict. It can be used
 * without the rest of the library.
 *
 * <pre>{@code
 * JsonPatch patch = JsonPatch.create(b -> b
 *         .test("/name", "deploy")                // fails the whole patch unless the name is this one
 *         .replace("/name", "deploy-2")
 *         .add("/scope/-", "sp:scopes:default")
 *         .replace("/expirationDate", null));     // JSON's null, sent as such
 *
 * String text = patch.toJson();                   // to send as application/json-patch+json
 * JsonPatch same = JsonPatch.parse(text);         // and back, strictly
 * String after = patch.applyToJson(before);       // a new document, or a JsonPatchException and no change
 * JsonPatch diff = JsonPatch.betweenJson(before, after); // a small patch from one to the other
 * boolean again = diff.isIdempotent();            // may it be sent again if the response was lost?
 *
 * Map<String, Object> tree = Map.of("scope", List.of("a", "b"));
 * Object changed = JsonPatch.create(b -> b.remove("/scope/0")).applyTo(tree); // trees of plain Java work as well
 * }</pre>
 *
 * <p>Where the two RFCs leave a choice, the strict one is taken:
 *
 * <ul>
 *   <li>duplicate members of an object are refused, in the patch and in the document;
 *   <li>members of an operation that RFC 6902 does not define are ignored, a missing {@code value} is an error, and a
 *       {@code value} of {@code null} is a value;
 *   <li>numbers are equal by their exact value, whatever their class: 1, 1.0 and 10e-1 are one number, and so are 0 and
 *       -0. They are never rounded;
 *   <li>a patch is applied as a whole or not at all, and the given document is not changed;
 *   <li>lone surrogates, {@code NaN} and other values that JSON does not have are refused;
 *   <li>an array index has no leading zeros and no sign, {@code -} is the position after the last element, and in an
 *       object both are names like any other.
 * </ul>
 *
 * <p>{@link io.github.sailpat.jsonpatch.JsonPointer} is a location in a document. {@link
 * io.github.sailpat.jsonpatch.JsonPatchOperation} is one of six operations, a sealed type. {@link
 * io.github.sailpat.jsonpatch.JsonPatch} is a list of them. Documents and values are plain Java:
 * {@code Map<String, ?>}, {@code List<?>}, {@code String}, {@code Number}, {@code Boolean} and {@code null}; any JSON
 * library reads and writes such trees. Everything is refused with one exception,
 * {@link io.github.sailpat.jsonpatch.JsonPatchException}, which names the operation, its path and the rule, but for a
 * broken pointer text, which is an {@link java.lang.IllegalArgumentException}.
 *
 * <p>Nothing here blocks or keeps state. Untrusted input is limited: the limits are the constants of {@code
 * JsonPatch} and {@code JsonPointer}. {@code null} is allowed exactly where {@code @Nullable} says so; elsewhere it is
 * a {@link java.lang.NullPointerException}.
 */
@NullMarked
package io.github.sailpat.jsonpatch;

import org.jspecify.annotations.NullMarked;
