package io.github.sailpat.reactive.internal.operation.pruning;

import io.github.sailpat.audit.StaleTokenRule;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneCandidate;
import io.github.sailpat.reactive.PruneOptions;
import io.github.sailpat.reactive.internal.oauth.SwitchableCredentials;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Finds what nobody uses. */
public final class Pruning {
    private final StaleTokenRule rule;
    /** Ids are compared without case: rather keep one too many. */
    private final Set<String> kept = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private final SwitchableCredentials identity;

    private Pruning(PruneOptions options, SwitchableCredentials identity, Instant now) {
        this.identity = identity;
        rule = new StaleTokenRule(options.getUnusedFor(), now);
        kept.addAll(options.getKeptIds());
        if (identity.provider() == null && kept.isEmpty()) {
            throw new IllegalArgumentException("the client has an AccessTokenProvider, so it does not know the token"
                    + " that it uses itself: exclude that token by keep(id)");
        }
    }

    /**
     * The candidates.
     *
     * @param tokens lists
     * @param options which
     * @param identity knows the client's own token, if anybody does
     */
    public static Flux<PruneCandidate> candidates(
            PersonalAccessTokens tokens, PruneOptions options, SwitchableCredentials identity) {
        return Flux.defer(() -> {
            Pruning pruning = new Pruning(options, identity, Instant.now());
            Flux<PruneCandidate> found = tokens.list(options.getQuery()).mapNotNull(pruning::judge);
            Long limit = options.getLimit();
            return limit == null ? found : found.take(limit);
        });
    }

    private @Nullable PruneCandidate judge(PersonalAccessToken token) {
        boolean keep = kept.contains(token.getId()) || identity.isOwn(token.getId());
        String reason = keep ? null : rule.reasonToPrune(token);
        return reason == null ? null : PruneCandidate.of(token, reason);
    }
}
