package io.github.sailpat.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

/** Applies a patch operation to one member of the scopes, such as {@code /scope/0} or {@code /scope/-}. */
final class ScopePatch {

    private ScopePatch() {}

    static void apply(JsonNode target, String op, String segment, @Nullable JsonNode value) {
        if (!(target instanceof ArrayNode scope)) {
            throw ApiException.badRequest("The token has no scope to index.");
        }
        boolean insert = op.equals("add");
        int index = segment.equals("-") && insert ? scope.size() : index(segment, scope.size() - (insert ? 0 : 1));
        switch (op) {
            case "add" -> scope.insert(index, value);
            case "replace" -> scope.set(index, value);
            case "remove" -> scope.remove(index);
            case "test" -> test(scope.path(index), value, "/scope/" + segment);
            default -> throw TokenPatch.unknown(op);
        }
    }

    static void test(JsonNode actual, @Nullable JsonNode expected, String path) {
        if (!actual.equals(expected)) {
            throw ApiException.badRequest("The test of \"" + path + "\" failed.");
        }
    }

    private static int index(String segment, int last) {
        if (!segment.matches("0|[1-9][0-9]{0,8}") || Integer.parseInt(segment) > last) {
            throw ApiException.badRequest("There is no scope at the index \"" + segment + "\".");
        }
        return Integer.parseInt(segment);
    }
}
