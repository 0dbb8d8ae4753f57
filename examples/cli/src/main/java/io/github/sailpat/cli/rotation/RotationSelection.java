package io.github.sailpat.cli.rotation;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.option.FilterOptions;
import io.github.sailpat.cli.secret.SuccessorName;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which tokens are rotated: those that are named, or all of the caller's own that match the filters. */
final class RotationSelection {
    @Parameters(arity = "0..*", paramLabel = "ID", description = "The tokens.")
    private List<String> ids = List.of();

    @Option(
            names = "--all",
            description = "All tokens of your own that match the filters, but for that of this command and those that"
                    + " the platform manages. In a script --yes is required.")
    private boolean all;

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    void check() {
        if (all && !ids.isEmpty()) {
            throw new UsageException("--all and IDs exclude each other", null);
        }
        if (!all && ids.isEmpty()) {
            throw new UsageException("the tokens are missing: add at least one ID, or --all", null);
        }
        if (!all && filter.isGiven()) {
            throw new UsageException("--older-than and the other filters need --all", null);
        }
    }

    boolean isAll() {
        return all;
    }

    /** Whether there may be more than one. */
    boolean isMany() {
        return all || ids.size() > 1;
    }

    /** The ids, for which the list is read only with {@code --all}. */
    List<String> ids(PersonalAccessTokens tokens, Session session, Set<String> begunBefore) {
        return all
                ? matching(tokens, session, begunBefore).stream()
                        .map(PersonalAccessToken::getId)
                        .toList()
                : ids;
    }

    /** The tokens themselves. Those that are named and not in the list are left out. */
    List<PersonalAccessToken> tokens(PersonalAccessTokens tokens, Session session, Set<String> begunBefore) {
        return all ? matching(tokens, session, begunBefore) : own(tokens, token -> ids.contains(token.getId()));
    }

    /** The ids that are named and not among these tokens. */
    List<String> missing(List<PersonalAccessToken> found) {
        Set<String> known = found.stream().map(PersonalAccessToken::getId).collect(Collectors.toSet());
        return ids.stream().filter(id -> !known.contains(id)).toList();
    }

    private List<PersonalAccessToken> matching(PersonalAccessTokens tokens, Session session, Set<String> begunBefore) {
        Predicate<PersonalAccessToken> matcher = filter.matcher(Instant.now());
        List<PersonalAccessToken> own = own(tokens, token -> true);
        List<PersonalAccessToken> found = new ArrayList<>(own);
        found.removeIf(matcher.negate().or(PersonalAccessToken::isManaged));
        if (found.removeIf(token -> token.getId().equalsIgnoreCase(session.clientId()))) {
            session.shell().note("tokens: the token of this command is left out; rotate it by its ID");
        }
        // A rotation that is not over looks after its successor itself.
        if (found.removeIf(token -> begunBefore.stream().anyMatch(id -> SuccessorName.isOf(token.getName(), id))
                || own.stream().anyMatch(old -> SuccessorName.isOf(token.getName(), old.getId())))) {
            session.shell().note("tokens: successors of these tokens, of an earlier run, are left out");
        }
        return found;
    }

    private static List<PersonalAccessToken> own(PersonalAccessTokens tokens, Predicate<PersonalAccessToken> matcher) {
        return Objects.requireNonNull(
                tokens.list(q -> q.ownedByMe()).filter(matcher).collectList().block());
    }
}
