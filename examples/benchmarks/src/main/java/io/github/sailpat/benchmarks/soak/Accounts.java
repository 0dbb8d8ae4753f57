package io.github.sailpat.benchmarks.soak;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of the tokens that it has created.
 *
 * @param held the ids of those whose secret it has, and which exist
 * @param told the ids of those that exist or may exist, and that it was told of: a lost or undelivered secret, or a
 *     delete whose outcome is not known
 * @param names the names of those that may exist
 * @param patched the ids of those that have another scope since a patch
 */
record Accounts(Set<String> held, Set<String> told, Set<String> names, Set<String> patched) {
    /** The scope that a patch gives to a token. */
    static final List<String> PATCHED_SCOPE = List.of("sp:scopes:default");

    Accounts() {
        this(
                ConcurrentHashMap.newKeySet(),
                ConcurrentHashMap.newKeySet(),
                ConcurrentHashMap.newKeySet(),
                ConcurrentHashMap.newKeySet());
    }

    /** Four lines. */
    String format() {
        UnaryOperator<String> encoded = name -> URLEncoder.encode(name, StandardCharsets.UTF_8);
        return String.join(" ", held)
                + '\n'
                + String.join(" ", told)
                + '\n'
                + names.stream().map(encoded).collect(Collectors.joining(" "))
                + '\n'
                + String.join(" ", patched);
    }

    static Accounts parse(String held, String told, String names, String patched) {
        return new Accounts(
                words(held),
                words(told),
                words(names).stream()
                        .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
                        .collect(Collectors.toSet()),
                words(patched));
    }

    private static Set<String> words(String line) {
        return line.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(line.split(" ")));
    }

    /** Those of these ids that are held and not among them. */
    Set<String> missingFrom(Collection<String> ids) {
        Set<String> missing = new HashSet<>(held);
        missing.removeAll(ids);
        return missing;
    }

    /** Whether a token does not have the scope that the client was told it has. */
    boolean isLost(String id, @Nullable List<String> scope) {
        return patched.contains(id) && !PATCHED_SCOPE.equals(scope);
    }

    boolean has(String id, String name) {
        return held.contains(id) || told.contains(id) || names.contains(name);
    }
}
