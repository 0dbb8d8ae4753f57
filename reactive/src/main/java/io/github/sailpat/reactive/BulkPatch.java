package io.github.sailpat.reactive;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One input of {@link PersonalAccessTokens#patchAll}: which token, and what changes. Immutable. */
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
     * A change of a token; what the API version cannot patch is rejected before anything is sent.
     *
     * @param id the token's id
     * @param change at least one change
     * @return an input
     */
    public static BulkPatch of(String id, PersonalAccessTokenPatch change) {
        return new BulkPatch(id, change.toJsonPatch(), change);
    }

    /**
     * A change of a token, as a lambda fills it in.
     *
     * @param id the token's id
     * @param customizer fills in the change
     * @return an input
     * @throws IllegalArgumentException with the rule that is broken
     */
    public static BulkPatch of(String id, UnaryOperator<PersonalAccessTokenPatch.Builder> customizer) {
        return of(id, PersonalAccessTokenPatch.create(customizer));
    }

    /**
     * Which token.
     *
     * @return its id, as it was given
     */
    public String getId() {
        return id;
    }

    /**
     * What is sent.
     *
     * @return the operations
     */
    public JsonPatch getPatch() {
        return patch;
    }

    /**
     * The change that the patch was made of, whose rules are checked for the API version.
     *
     * @return the change, or {@code null} if it was given as a JSON Patch
     */
    public @Nullable PersonalAccessTokenPatch getChange() {
        return change;
    }

    /** Names the token. */
    @Override
    public String toString() {
        return "BulkPatch[" + id + ']';
    }
}
