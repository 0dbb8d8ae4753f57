package io.github.sailpat.reactive.internal.operation.pruning;

import io.github.sailpat.audit.StaleTokenRule;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneCandidate;
import io.github.sailpat.reactive.PruneOptions;
import io.github.sailpat.reactive.internal.oauth.SwitchableCredentials;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Selects the stale tokens of a list, except those that must be kept. */
public final class Pruning {
    private final StaleTokenRule rule;
    /** Compared ignoring case, so that a different spelling of an id does not prune its token. */
    private final Set<String> keptIds = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private final SwitchableCredentials credentials;

    private Pruning(PruneOptions options, SwitchableCredentials credentials, Instant now) {
        this.credentials = credentials;
        rule = new StaleTokenRule(options.getUnusedFor(), now);
        keptIds.addAll(options.getKeptIds());
        if (credentials.provider() == null && keptIds.isEmpty()) {
            throw new IllegalArgumentException("the client has an AccessTokenProvider, so the token that it"
                    + " authenticates with is not known, and nothing was pruned: exclude that token by keep(id)");
        }
    }

    /**
     * The candidates.
     *
     * @param tokens lists the tokens
     * @param options which tokens are stale, and which are kept
     * @param credentials the client's own, which tell its own token
     * @param timeSource the time
     */
    public static Flux<PruneCandidate> candidates(
            PersonalAccessTokens tokens,
            PruneOptions options,
            SwitchableCredentials credentials,
            TimeSource timeSource) {
        return Flux.defer(() -> {
            Pruning pruning = new Pruning(options, credentials, timeSource.now());
            Flux<PruneCandidate> found = tokens.list(options.getQuery()).mapNotNull(pruning::candidate);
            Long limit = options.getLimit();
            return limit == null ? found : found.take(limit);
        });
    }

    private @Nullable PruneCandidate candidate(PersonalAccessToken token) {
        boolean keep = keptIds.contains(token.getId()) || credentials.isOwn(token.getId());
        String reason = keep ? null : rule.reasonToPrune(token);
        return reason == null ? null : PruneCandidate.of(token, reason);
    }
}
