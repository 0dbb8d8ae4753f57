package io.github.sailpat.benchmarks;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.jsonpatch.JsonPointer;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Building pointers and patches. */
@State(Scope.Benchmark)
public class PatchJmh {

    private final String text = "/scope/0/a~1b";
    private final String name = "nightly-export";
    private final List<String> scope = List.of("idn:sources:read", "idn:accounts:read");

    /**
     * A pointer of three segments from its text.
     *
     * @return the pointer
     */
    @Benchmark
    public JsonPointer parsePointer() {
        return JsonPointer.parse(text);
    }

    /**
     * The same, step by step.
     *
     * @return the pointer
     */
    @Benchmark
    public JsonPointer appendPointer() {
        return JsonPointer.root().append("scope").append(0).append("a/b");
    }

    /**
     * A patch of three operations.
     *
     * @return the patch
     */
    @Benchmark
    public JsonPatch buildPatch() {
        return JsonPatch.create(
                patch -> patch.test("/name", name).replace("/scope", scope).add("/scope/-", "idn:entitlements:read"));
    }

    /**
     * A patch of two operations, from the typed change to the text that is sent.
     *
     * @return the text
     */
    @Benchmark
    public String typedPatchToJson() {
        return PersonalAccessTokenPatch.create(patch -> patch.name(name).scope(scope))
                .toJsonPatch()
                .toJson();
    }
}
