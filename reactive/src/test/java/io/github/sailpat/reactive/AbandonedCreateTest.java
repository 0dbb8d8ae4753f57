package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class AbandonedCreateTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<AbandonedCreate> abandoned = new CopyOnWriteArrayList<>();
    private final List<CreatedPersonalAccessToken> undelivered = new CopyOnWriteArrayList<>();

    private TestClient client(SandboxTenant tenant) {
        return TestClient.of(
                tenant,
                b -> TestClient.unlimited(b).onAbandonedCreate(abandoned::add).onUndeliveredSecret(undelivered::add));
    }

    @Test
    void createThatIsCancelledAfterItWasSentIsToldByItsName() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff());
                TestClient client = client(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).always().stallAfterApplying());
            Disposable create =
                    client.tokens().create(r -> r.name("left-alone")).subscribe();
            Conditions.await(() -> tenant.getLedger().getTokens().stream()
                    .anyMatch(t -> t.name().equals("left-alone")));

            create.dispose();

            assertThat(abandoned).extracting(AbandonedCreate::getName).containsExactly("left-alone");
        }
    }

    @Test
    void createThatIsCancelledBeforeItIsSentIsNotTold() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff());
                TestClient client = client(tenant)) {
            client.tokens().create(r -> r.name("never-sent")).subscribe().dispose();

            assertThat(client.tokens().list().count().block(SOON)).isNotNegative();
            assertThat(abandoned).isEmpty();
            assertThat(tenant.getLedger().getTokens()).noneMatch(t -> t.name().equals("never-sent"));
        }
    }

    @Test
    void createThatIsCancelledRightAfterItsTokenWasEmittedIsToldWithTheId() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff());
                TestClient client = client(tenant)) {
            AtomicReference<String> emitted = new AtomicReference<>();
            Disposable create = client.tokens()
                    .create(r -> r.name("just-emitted"))
                    .flatMap(token -> {
                        emitted.set(token.getId());
                        return Mono.never();
                    })
                    .subscribe();
            Conditions.await(() -> emitted.get() != null);

            create.dispose();

            assertThat(abandoned).extracting(AbandonedCreate::getId).containsExactly(emitted.get());
            assertThat(undelivered).isEmpty();
        }
    }

    @Test
    void subscriberThatCancelsWithItsTokenHasReceivedIt() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff());
                TestClient client = client(tenant)) {
            assertThat(client.tokens()
                            .create(r -> r.name("taken"))
                            .flux()
                            .take(1)
                            .blockLast(SOON))
                    .isNotNull();

            assertThat(abandoned).isEmpty();
            assertThat(undelivered).isEmpty();
        }
    }

    @Test
    void everyCreateThatIsCancelledAtRandomIsReceivedToldOrNotApplied() throws Exception {
        Random random = new Random(11);
        Set<String> received = ConcurrentHashMap.newKeySet();
        try (SandboxTenant tenant = SandboxTenant.start(o ->
                        o.rateLimitOff().tokens(0).tokensPerOwner(1_000_000).latency(Duration.ofMillis(2)));
                TestClient client = client(tenant)) {
            client.tokens().list().blockLast(SOON);
            for (int round = 0; round < 100; round++) {
                List<Disposable> creates = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    String name = "cancel-" + round + '-' + i;
                    creates.add(client.tokens()
                            .create(r -> r.name(name))
                            .subscribe(token -> received.add(token.getName())));
                }
                long until = System.nanoTime() + random.nextInt(6_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                creates.forEach(Disposable::dispose);
            }
            Flux.range(0, 2).flatMap(i -> client.tokens().list()).blockLast(SOON);

            Set<String> told = new HashSet<>(received);
            abandoned.forEach(create -> told.add(create.getName()));
            undelivered.forEach(token -> told.add(token.getName()));
            assertThat(tenant.getLedger().getTokens())
                    .extracting(SandboxToken::name)
                    .filteredOn(name -> name.startsWith("cancel-"))
                    .isSubsetOf(told);
        }
    }
}
