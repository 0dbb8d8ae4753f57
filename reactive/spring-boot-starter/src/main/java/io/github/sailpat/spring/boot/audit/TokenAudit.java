package io.github.sailpat.spring.boot.audit;

import io.github.sailpat.reactive.PersonalAccessTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One audit of the tenant of one client: a list, its counts, and the events that are due. */
final class TokenAudit {
    private static final Logger LOG = LoggerFactory.getLogger(TokenAudit.class);

    private final String clientName;
    private final PersonalAccessTokens tokens;
    private final Supplier<@Nullable String> ownId;
    private final Duration unusedFor;
    private final AuditResults results;
    private final ExpiryAnnouncer announcer;
    private final ApplicationEventPublisher events;

    TokenAudit(
            String clientName,
            PersonalAccessTokens tokens,
            Supplier<@Nullable String> ownId,
            Duration unusedFor,
            AuditResults results,
            ApplicationEventPublisher events) {
        this.clientName = clientName;
        this.tokens = tokens;
        this.ownId = ownId;
        this.unusedFor = unusedFor;
        this.results = results;
        this.announcer = new ExpiryAnnouncer(clientName);
        this.events = events;
    }

    String clientName() {
        return clientName;
    }

    /** Runs the audit. Never an error: that is logged, and the result before remains. */
    Mono<Void> run() {
        return count().publishOn(Schedulers.boundedElastic())
                .doOnNext(this::publish)
                .then()
                .onErrorResume(error -> {
                    LOG.warn("The audit of the client {} has failed: {}", clientName, error.toString());
                    return Mono.empty();
                });
    }

    private Mono<TokenCounter> count() {
        return tokens.list().collect(() -> new TokenCounter(Instant.now(), unusedFor, ownId.get()), TokenCounter::add);
    }

    private void publish(TokenCounter counter) {
        results.put(clientName, counter.counts());
        announcer.due(counter.expiringSoon(), counter.now()).forEach(this::publish);
    }

    /** A listener that fails does not take the events of other tokens with it. */
    private void publish(TokenExpiringEvent event) {
        try {
            events.publishEvent(event);
        } catch (RuntimeException e) {
            LOG.warn("A listener has failed for the event of the token {}", event.tokenId(), e);
        }
    }
}
