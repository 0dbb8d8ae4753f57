package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** A database behind a journal may need the Context of the subscriber, for example for its connection. */
class JournalContextTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final MemoryJournal journal = new MemoryJournal();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private <T> Mono<T> seeing(String method, Mono<T> call) {
        return Mono.deferContextual(context -> {
            seen.add(method + ' ' + context.getOrDefault("user", "nobody"));
            return call;
        });
    }

    private final BulkJournal observed =
            operation -> seeing("open", journal.open(operation)).map(session -> new BulkJournal.Session() {
                @Override
                public Mono<BulkJournalEntry> find(String key) {
                    return seeing("find", session.find(key));
                }

                @Override
                public Flux<BulkJournalEntry> findByName(String name) {
                    return session.findByName(name);
                }

                @Override
                public Mono<Void> append(BulkJournalEntry entry) {
                    return seeing(entry.getState().toString(), session.append(entry));
                }

                @Override
                public Mono<Void> close() {
                    return seeing("close", session.close());
                }
            });

    private enum Job {
        DELETE {
            @Override
            Flux<?> of(PersonalAccessTokens tokens, BulkOptions.Builder options) {
                return tokens.deleteAll(
                        Flux.just("absent"), options.ignoreAbsent(true).build());
            }
        },
        CREATE {
            @Override
            Flux<?> of(PersonalAccessTokens tokens, BulkOptions.Builder options) {
                return tokens.createAll(
                        Flux.just(CreatePersonalAccessTokenRequest.create(r -> r.name("ci"))), options.build());
            }
        },
        CREATE_WITH_HAND_OVER {
            @Override
            Flux<?> of(PersonalAccessTokens tokens, BulkOptions.Builder options) {
                return CREATE.of(tokens, options.handOver(token -> Mono.empty()));
            }
        };

        abstract Flux<?> of(PersonalAccessTokens tokens, BulkOptions.Builder options);
    }

    @ParameterizedTest
    @EnumSource
    void everyCallOfTheJournalSeesTheContextOfTheSubscriber(Job job) {
        job.of(client.tokens(), BulkOptions.builder().journal(observed))
                .contextWrite(Context.of("user", "me"))
                .blockLast(Outcomes.SOON);

        assertThat(seen).containsExactly("open me", "find me", "SENT me", "SUCCEEDED me", "close me");
    }
}
