package io.github.sailpat.reactive;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.StaleTokenRule;
import io.github.sailpat.audit.TokenAuditor;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.micrometer.MicrometerObserver;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.PersonalAccessTokenPatch;
import io.github.sailpat.token.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the README shows, compiled. */
final class ReadmeSnippets {
    private ReadmeSnippets() {}

    // spotless:off
    static List<Object> tenLines(String clientId, String clientSecret) {
        SailPointClient client = SailPointClient.create(b -> b
                .tenant("acme")
                .clientCredentials(clientId, Secret.of(clientSecret)));
        PersonalAccessTokens tokens = client.personalAccessTokens();

        Mono<CreatedPersonalAccessToken> created = tokens.create(r -> r
                .name("ci-deploy")
                .addScope("sp:scopes:default")
                .expiresAt(Instant.now().plus(90, ChronoUnit.DAYS)));

        Flux<PersonalAccessToken> neverExpiring = tokens.list()
                .filter(token -> token.neverExpires() && !token.isManaged());
        return List.of(client, created, neverExpiring);
    }

    static List<Object> pipelines(PersonalAccessTokens tokens) {
        Instant now = Instant.now();
        Flux<PersonalAccessToken> stale = tokens.list()                       // a b c d …  as they arrive
                .filter(t -> !t.isManaged())                                  // a   c d …
                .filter(t -> t.isUnusedSince(now.minus(90, ChronoUnit.DAYS)));  //     c   …

        Flux<PersonalAccessToken> tooPowerful = tokens.list()
                .filter(t -> t.getScope() == null || t.getScope().contains("sp:scopes:all"));

        Flux<PersonalAccessToken> expiringSoon = tokens.list()
                .filter(t -> t.getExpirationDate() != null)
                .filter(t -> t.getExpirationDate().isBefore(now.plus(14, ChronoUnit.DAYS)));

        Mono<Map<String, Long>> countByOwner = tokens.list()
                .collect(Collectors.groupingBy(t -> String.valueOf(t.getOwner().getName()), Collectors.counting()));

        Flux<String> names = tokens.list().mapNotNull(PersonalAccessToken::getName).distinct();

        Flux<Void> cleanUp = stale.concatMap(t -> tokens.delete(t.getId()));
        return List.of(tooPowerful, expiringSoon, countByOwner, names, cleanUp);
    }

    static Flux<?> bulk(PersonalAccessTokens tokens, Flux<String> ids) {
        BulkJob<String, String> job = tokens.deleteAll(ids, BulkOptions.create(o -> o
                .concurrency(64)
                .stopOnFailureShare(0.2, 500)));              // something is wrong: stop, and report what is left

        Flux<BulkOutcome<String, String>> toLookAt = job      // ids       a b c d … as many ahead as are in flight
                .filter(o -> !(o instanceof Succeeded));      // outcomes    c a d … as they become known, one for each
        return toLookAt;
    }

    static List<Object> onlyThePatches(String before) {
        JsonPatch patch = JsonPatch.create(b -> b
                .test("/name", "deploy")                      // the whole patch fails unless the name is this one
                .replace("/name", "deploy-2")
                .add("/scope/-", "sp:scopes:default")
                .replace("/expirationDate", null));           // JSON's null, sent as such
        String body = patch.toJson();                         // application/json-patch+json; JsonPatch.parse(body) reads it
        String after = patch.applyToJson(before);             // all of it or a JsonPatchException: operation, path and rule
        JsonPatch difference = JsonPatch.betweenJson(before, after);  // a small patch from one document to the other
        boolean again = difference.isRepeatable();            // whether a second time changes nothing
        return List.of(body, after, difference, again);
    }

    static List<Object> tokenPatches(PersonalAccessTokens tokens, PersonalAccessToken token) {
        PersonalAccessTokenPatch change = PersonalAccessTokenPatch.between(token, shall -> shall
                .name("deploy")
                .scope(List.of("sp:scopes:default"))
                .neverExpires());
        PersonalAccessToken result = change.preview(token);
        Mono<PersonalAccessToken> patched = change.isEmpty() ? Mono.just(token) : tokens.patch(token.getId(), change);
        return List.of(result, patched);
    }

    /** Where the reader keeps secrets. */
    interface Vault {
        Mono<Void> store(String name, CreatedPersonalAccessToken token);

        Mono<Secret> find(PersonalAccessToken token);
    }

    static List<Object> rotation(PersonalAccessTokens tokens, Vault vault, String id, Flux<String> ids) {
        RotationOptions options = RotationOptions.create(o -> o
                .handOver((old, created) -> vault.store(old.getId(), created))
                .storedSecret(successor -> vault.find(successor))          // what an interrupted rotation had stored
                .beforeDelete(created -> Mono.delay(Duration.ofMinutes(5)))   // until everybody has read it
                .handOverDeadline(Duration.ofMinutes(10)));

        Mono<RotatedPersonalAccessToken> one = tokens.rotate(id, options)
                .onErrorResume(RotationFailedException.class, failed -> report(failed.getState(), failed.getSuccessor()));

        Flux<BulkOutcome<String, RotatedPersonalAccessToken>> all = tokens.rotateAll(ids, options);
        return List.of(one, all);
    }

    static Mono<CreatedPersonalAccessToken> rotationByHand(PersonalAccessTokens tokens, Vault vault, String id) {
        Mono<CreatedPersonalAccessToken> byHand = tokens.list(q -> q.ownedByMe())
                .filter(old -> old.getId().equals(id))
                .single()
                .flatMap(old -> tokens.create(r -> r
                        .name(old.getName() + "-next")
                        .scope(old.getScope())
                        .accessTokenValiditySeconds(old.getAccessTokenValiditySeconds())))
                .delayUntil(created -> vault.store(created.getName(), created))
                .delayUntil(created -> tokens.verify(created.getId(), created.getSecret()))
                .delayUntil(created -> tokens.delete(id));
        return byHand;
    }

    static List<Object> prune(PersonalAccessTokens tokens, String identityId) {
        PruneOptions options = PruneOptions.create(o -> o
                .unusedFor(Duration.ofDays(90))                         // or never used, and created that long ago
                .query(q -> q.ownedBy(identityId))                      // without it: the whole tenant
                .limit(200L));

        Flux<PruneCandidate> dryRun = tokens.pruneCandidates(options);  // each with the reason: last used 2026-01-31, 290 days ago
        BulkJob<PruneCandidate, String> gone = tokens.prune(options);   // one outcome for each, as in bulk
        return List.of(dryRun, gone);
    }

    static BulkJob<PruneCandidate, String> pruneByHand(PersonalAccessTokens tokens) {
        StaleTokenRule rule = new StaleTokenRule(Duration.ofDays(90), Instant.now());

        Flux<PruneCandidate> stale = tokens.list()                               // a b c d e …  as they arrive
                .filter(t -> String.valueOf(t.getName()).startsWith("ci-"))      // a   c d …    whatever else you know
                .mapNotNull(t -> rule.reasonToPrune(t) == null                   //     c …      null: in use, managed, or doubtful
                        ? null : PruneCandidate.of(t, rule.reasonToPrune(t)));

        BulkJob<PruneCandidate, String> deleted = tokens.deleteAll(stale, BulkOptions.standard(), c -> c.getToken().getId());
        return deleted;
    }

    static List<Object> audit(PersonalAccessTokens tokens) {
        Mono<AuditReport> report = tokens.audit(AuditOptions.create(o -> o
                .expiringWithin(Duration.ofDays(14))
                .unusedFor(Duration.ofDays(60))));

        Mono<String> json = report.map(AuditReport::toJson);            // or getNeverExpiring(), getOwners(), getCreatedByMonth() …

        Mono<AuditReport> ofPipelinesOnly = tokens.list()               // the same, by hand: add(token) for each, report() at the end
                .filter(t -> String.valueOf(t.getName()).startsWith("ci-"))
                .collect(() -> new TokenAuditor(AuditOptions.standard(), Instant.now()), TokenAuditor::add)
                .map(TokenAuditor::report);
        return List.of(json, ofPipelinesOnly);
    }

    static Flux<PersonalAccessToken> observations(
            String clientId,
            String clientSecret,
            ObservationRegistry observationRegistry,
            MeterRegistry meterRegistry,
            Observation parent) {
        SailPointClient client = SailPointClient.create(b -> b
                .tenant("acme")
                .clientCredentials(clientId, Secret.of(clientSecret))
                .observer(MicrometerObserver.create(observationRegistry, meterRegistry)));

        Flux<PersonalAccessToken> traced = client.personalAccessTokens().list()     // sailpat.operation, and in it sailpat.attempt
                .contextWrite(c -> c.put(ObservationThreadLocalAccessor.KEY, parent));  // Spring and Micrometer do this for you
        return traced;
    }

    private static Mono<RotatedPersonalAccessToken> report(RotationState state, CreatedPersonalAccessToken successor) {
        return Mono.error(new IllegalStateException(state + " " + successor));
    }
    // spotless:on
}
