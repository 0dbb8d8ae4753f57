package io.github.sailpat.sandbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tokens, in the order of their creation, found by id and by owner and name. Thread-safe. */
final class TokenStore {

    private final Map<String, SandboxToken> byId = new LinkedHashMap<>();
    private final Map<String, Set<String>> namesByOwner = new HashMap<>();

    /**
     * Adds a token.
     *
     * @param perOwner how many its owner may have
     * @throws ApiException if the owner has as many already, or one of that name
     */
    synchronized void add(SandboxToken token, int perOwner) {
        Set<String> names = namesByOwner.computeIfAbsent(token.ownerId(), owner -> new HashSet<>());
        if (names.contains(token.name())) {
            throw nameTaken(token.name());
        }
        if (names.size() >= perOwner) {
            throw ApiException.badRequest(
                    "The owner has the maximum number of personal access tokens (" + perOwner + ") already.");
        }
        if (byId.putIfAbsent(token.id(), token) != null) {
            throw ApiException.badRequest("A personal access token of the id " + token.id() + " exists already.");
        }
        names.add(token.name());
    }

    synchronized @Nullable SandboxToken find(String id) {
        return byId.get(id);
    }

    synchronized boolean contains(String id) {
        return byId.containsKey(id);
    }

    synchronized List<SandboxToken> all() {
        return List.copyOf(byId.values());
    }

    /**
     * Replaces a token in one step by what {@code change} makes of it. Its id and owner must stay.
     *
     * @return the new token, or null if there is none of that id
     * @throws ApiException if its owner has another token of the new name; or what {@code change} throws
     */
    synchronized @Nullable SandboxToken update(String id, UnaryOperator<SandboxToken> change) {
        SandboxToken before = byId.get(id);
        if (before == null) {
            return null;
        }
        SandboxToken after = change.apply(before);
        if (!after.name().equals(before.name())) {
            Set<String> names = namesByOwner.getOrDefault(before.ownerId(), new HashSet<>());
            if (!names.add(after.name())) {
                throw nameTaken(after.name());
            }
            names.remove(before.name());
        }
        byId.put(id, after);
        return after;
    }

    synchronized @Nullable SandboxToken remove(String id) {
        SandboxToken removed = byId.remove(id);
        if (removed != null) {
            namesByOwner.getOrDefault(removed.ownerId(), new HashSet<>()).remove(removed.name());
        }
        return removed;
    }

    private static ApiException nameTaken(String name) {
        return ApiException.duplicate("A personal access token named \"" + name + "\" exists already for this owner.");
    }
}
