package io.github.sailpat.benchmarks.soak;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a client knows of the tokens that it has created.
 *
 * @param held the ids of those whose secret it has, and which exist
 * @param told the ids of those that exist or may exist, and that it was told of: a lost or undelivered secret, or a
 *     delete whose outcome is not known
 * @param names the names of those that may exist
 */
record Accounts(Set<String> held, Set<String> told, Set<String> names) {

    Accounts() {
        this(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    }

    /** Three lines. */
    String format() {
        UnaryOperator<String> encoded = name -> URLEncoder.encode(name, StandardCharsets.UTF_8);
        return String.join(" ", held)
                + '\n'
                + String.join(" ", told)
                + '\n'
                + names.stream().map(encoded).collect(Collectors.joining(" "));
    }

    static Accounts parse(String held, String told, String names) {
        return new Accounts(
                words(held),
                words(told),
                words(names).stream()
                        .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
                        .collect(Collectors.toSet()));
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

    boolean has(String id, String name) {
        return held.contains(id) || told.contains(id) || names.contains(name);
    }
}
