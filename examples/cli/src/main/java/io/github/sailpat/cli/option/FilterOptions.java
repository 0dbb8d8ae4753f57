package io.github.sailpat.cli.option;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The filters that the API does not have: they are applied to the list as it arrives. All of them must match. */
public final class FilterOptions {
    @Option(
            names = "--scope",
            paramLabel = "S",
            description = "Only tokens with this scope; repeated: with at least one of them.")
    private List<String> scope = List.of();

    @Option(
            names = "--name",
            paramLabel = "GLOB",
            description = "Only tokens whose name matches: 'ci-*', with ? for one character.")
    private @Nullable String name;

    @Option(
            names = "--expiring",
            paramLabel = "TIME",
            converter = Converters.Age.class,
            description = "Only tokens that expire within this time, or have expired: 30d, 12w.")
    private @Nullable Duration expiring;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            converter = Converters.Age.class,
            description = "Only tokens that were created longer ago: 60d, 12w.")
    private @Nullable Duration olderThan;

    public boolean isGiven() {
        return !scope.isEmpty() || name != null || expiring != null || olderThan != null;
    }

    /** An empty value is that of a variable that is not set, and matches nothing. */
    private void check() {
        if ((name != null && name.isBlank()) || scope.stream().anyMatch(String::isBlank)) {
            throw new UsageException("--name and --scope must not be blank: --name 'ci-*'", null);
        }
    }

    /** A token whose field is absent or unreadable does not match a filter on that field. */
    public Predicate<PersonalAccessToken> matcher(Instant now) {
        check();
        Predicate<PersonalAccessToken> all = token -> true;
        if (!scope.isEmpty()) {
            all = all.and(token ->
                    token.getScope() != null && token.getScope().stream().anyMatch(scope::contains));
        }
        if (name != null) {
            Predicate<String> glob = Glob.matcher(name);
            all = all.and(token -> token.getName() != null && glob.test(token.getName()));
        }
        if (expiring != null) {
            Instant until = now.plus(expiring);
            all = all.and(token -> expiresBy(token, until));
        }
        if (olderThan != null) {
            Instant before = now.minus(olderThan);
            all = all.and(
                    token -> token.getCreated() != null && !token.getCreated().isAfter(before));
        }
        return all;
    }

    public static boolean expiresBy(PersonalAccessToken token, Instant until) {
        Instant expires = token.getExpirationDate();
        return expires != null && !expires.isAfter(until);
    }
}
