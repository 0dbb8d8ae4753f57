package io.github.sailpat.reactive;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One input of {@link PersonalAccessTokens#patchAll}: a token and its patch. Immutable. */
public final class BulkPatch {
    private final String id;
    private final JsonPatch patch;
    private final @Nullable PersonalAccessTokenPatch change;

    private BulkPatch(String id, JsonPatch patch, @Nullable PersonalAccessTokenPatch change) {
        this.id = Objects.requireNonNull(id, "id");
        this.patch = patch;
        this.change = change;
    }

    /**
     * Any JSON Patch of a token.
     *
     * @param id the token's id
     * @param patch at least one operation
     * @return an input
     */
    public static BulkPatch of(String id, JsonPatch patch) {
        return new BulkPatch(id, Objects.requireNonNull(patch, "patch"), null);
    }

    /**
     * A typed patch of a token. A field that the API version cannot patch is rejected and not sent.
     *
     * @param id the token's id
     * @param change at least one change
     * @return an input
     */
    public static BulkPatch of(String id, PersonalAccessTokenPatch change) {
        return new BulkPatch(id, change.toJsonPatch(), change);
    }

    /**
     * A patch of a token by a lambda.
     *
     * @param id the token's id
     * @param customizer sets the changes
     * @return an input
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    public static BulkPatch of(String id, UnaryOperator<PersonalAccessTokenPatch.Builder> customizer) {
        return of(id, PersonalAccessTokenPatch.create(customizer));
    }

    /**
     * The id of the token.
     *
     * @return the id
     */
    public String getId() {
        return id;
    }

    /**
     * The patch.
     *
     * @return the operations
     */
    public JsonPatch getPatch() {
        return patch;
    }

    /**
     * The typed patch, which is checked for the API version.
     *
     * @return the patch, or {@code null} if it is a JSON Patch
     */
    public @Nullable PersonalAccessTokenPatch getChange() {
        return change;
    }

    /** Contains the id of the token. */
    @Override
    public String toString() {
        return "BulkPatch[" + id + ']';
    }
}
