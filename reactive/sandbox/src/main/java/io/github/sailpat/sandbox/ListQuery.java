package io.github.sailpat.sandbox;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens a list shows. Parameters that the operation does not have, such as {@code limit}, are ignored.
 *
 * @param ownerId the owner asked for, or null for the whole tenant
 * @param matches what {@code filters} demands
 */
record ListQuery(@Nullable String ownerId, Predicate<SandboxToken> matches) {

    private static final Pattern LE = Pattern.compile("lastUsed\\s+le\\s+\"?([^\\s\"]+)\"?");

    static ListQuery of(@Nullable String query, Caller caller) {
        Map<String, List<String>> parameters;
        try {
            parameters = new QueryStringDecoder(query == null ? "" : query, false).parameters();
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("The query is not well-formed.");
        }
        String owner = first(parameters, "owner-id");
        String filters = first(parameters, "filters");
        return new ListQuery("me".equals(owner) ? caller.ownerId() : owner, filter(filters));
    }

    private static @Nullable String first(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }

    private static Predicate<SandboxToken> filter(@Nullable String filters) {
        Predicate<SandboxToken> all = token -> true;
        if (filters == null) {
            return all;
        }
        for (String term : filters.trim().split("\\s+and\\s+", -1)) {
            all = all.and(term(term.trim()));
        }
        return all;
    }

    private static Predicate<SandboxToken> term(String term) {
        if (term.matches("lastUsed\\s+isnull")) {
            return token -> token.lastUsed() == null;
        }
        Matcher le = LE.matcher(term);
        if (!le.matches()) {
            throw ApiException.badRequest("The filter \"" + term + "\" is not supported.");
        }
        Instant limit = Dates.parse("lastUsed", le.group(1));
        return token -> {
            Instant lastUsed = token.lastUsed();
            return lastUsed != null && !lastUsed.isAfter(limit);
        };
    }
}
