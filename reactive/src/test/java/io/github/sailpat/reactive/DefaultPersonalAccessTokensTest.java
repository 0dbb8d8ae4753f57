package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class DefaultPersonalAccessTokensTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource(ApiVersion.class)
    void workOnEveryVersion(ApiVersion version) {
        Instant expiry = Instant.now().plus(Duration.ofDays(30));
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = TestClient.of(tenant, b -> b.apiVersion(version))) {
            PersonalAccessTokens tokens = client.tokens();

            CreatedPersonalAccessToken created = tokens.create(r -> r.name("ci")
                            .addScope("sp:a:read")
                            .accessTokenValiditySeconds(900)
                            .expiresAt(expiry))
                    .block(SOON);
            assertThat(tenant.getLedger().findById(created.getId()).secret())
                    .isEqualTo(created.getSecret().reveal());

            PersonalAccessToken listed = tokens.list()
                    .filter(token -> token.getId().equals(created.getId()))
                    .single()
                    .block(SOON);
            assertThat(listed.getName()).isEqualTo("ci");
            assertThat(listed.getScope()).containsExactly("sp:a:read");
            assertThat(listed.getAccessTokenValiditySeconds()).isEqualTo(900);
            assertThat(listed.getOwner().getId()).isEqualTo(tenant.getOwnerId());

            PersonalAccessToken patched = tokens.patch(
                            created.getId(), p -> p.name("ci-2").scope(List.of("sp:b:read")))
                    .block(SOON);
            assertThat(patched.getName()).isEqualTo("ci-2");
            assertThat(patched.getScope()).containsExactly("sp:b:read");

            StepVerifier.create(tokens.delete(created.getId())).expectComplete().verify(SOON);
            StepVerifier.create(tokens.delete(created.getId()))
                    .expectError(NotFoundException.class)
                    .verify(SOON);
            assertThat(tenant.getLedger().getRequests(Operation.CREATE).get(0).path())
                    .isEqualTo(version.getPath());
        }
    }

    /** A connection for each call would cost more than all the rest of it. */
    @Test
    void sequentialCallsReuseConnections() {
        AtomicInteger connections = new AtomicInteger();
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = TestClient.of(
                        tenant,
                        b -> b.httpClient(ours ->
                                ours.doOnChannelInit((observer, channel, address) -> connections.incrementAndGet())))) {
            PersonalAccessTokens tokens = client.tokens();
            for (int i = 0; i < 10; i++) {
                String id = tokens.create(r -> r.name("ci")).block(SOON).getId();
                tokens.patch(id, p -> p.name("ci-2")).block(SOON);
                tokens.delete(id).block(SOON);
                StepVerifier.create(tokens.delete(id))
                        .expectError(NotFoundException.class)
                        .verify(SOON);
            }
            // The first call starts while the request for the access token still has its connection.
            assertThat(connections).hasValueLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ApiVersion.class,
            names = {"V2025", "V2026", "V1"})
    void aTokenCanBeMadeToNeverExpireAndBack(ApiVersion version) {
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = TestClient.of(tenant, b -> b.apiVersion(version))) {
            PersonalAccessTokens tokens = client.tokens();
            CreatedPersonalAccessToken created =
                    tokens.create(r -> r.name("ci").neverExpires()).block(SOON);
            assertThat(created.getExpirationDate()).isNull();

            Instant expiry = Instant.now().plus(Duration.ofDays(500));
            PersonalAccessToken dated =
                    tokens.patch(created.getId(), p -> p.expiresAt(expiry)).block(SOON);
            assertThat(dated.getExpirationDate().toEpochMilli()).isEqualTo(expiry.toEpochMilli());

            PersonalAccessToken endless =
                    tokens.patch(created.getId(), p -> p.neverExpires()).block(SOON);
            assertThat(endless.neverExpires()).isTrue();
        }
    }

    @Test
    void listSendsTheQuery() {
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = TestClient.of(tenant)) {
            PersonalAccessTokens tokens = client.tokens();
            tokens.create(r -> r.name("mine")).block(SOON);
            Instant when = Instant.now().minus(Duration.ofDays(90));

            assertThat(tokens.list(q -> q.ownedByMe())
                            .map(PersonalAccessToken::getName)
                            .collectList()
                            .block(SOON))
                    .contains("mine");
            assertThat(tokens.list(q -> q.neverUsed()).collectList().block(SOON))
                    .isNotEmpty()
                    .allMatch(token -> token.getLastUsed() == null);
            assertThat(tokens.list(q -> q.lastUsedAtOrBefore(when))
                            .collectList()
                            .block(SOON))
                    .isNotEmpty()
                    .allMatch(token -> !token.getLastUsed().isAfter(when));
        }
    }

    @Test
    void oneAccessTokenIsFetchedForConcurrentCallers() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimitOff());
                TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            Flux.range(0, 500)
                    .flatMap(i -> client.tokens().delete("none-" + i).onErrorComplete(NotFoundException.class), 500)
                    .blockLast(SOON);

            assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(1);
            assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(500);
        }
    }

    @Test
    void errorCarriesTheTextsOfTheTenant() {
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = TestClient.of(tenant)) {
            client.tokens().create(r -> r.name("twice")).block(SOON);

            StepVerifier.create(client.tokens().create(r -> r.name("twice")))
                    .expectErrorSatisfies(e -> {
                        BadRequestException refused = (BadRequestException) e;
                        assertThat(refused.getStatus()).isEqualTo(400);
                        assertThat(refused.getOperation()).isEqualTo("createPersonalAccessToken");
                        assertThat(refused.getDetailCode()).startsWith("400");
                        assertThat(refused.getTrackingId()).isNotBlank();
                        assertThat(refused.getTexts()).isNotEmpty();
                        assertThat(refused.getAttempts()).isEqualTo(1);
                        assertThat(refused).hasMessageContaining("POST /beta/personal-access-tokens");
                    })
                    .verify(SOON);
        }
    }

    @Test
    void revokedAccessTokenIsReplaced() {
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = TestClient.of(tenant)) {
            client.tokens().list().blockLast(SOON);
            tenant.revokeAccessTokens();

            assertThat(client.tokens().list().count().block(SOON)).isPositive();
            assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(2);
            assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(3);
        }
    }

    @Test
    void wrongCredentialsAreAnAuthenticationException() {
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client =
                        TestClient.of(tenant, b -> b.clientCredentials("nobody", Secret.of("canary-secret")))) {
            StepVerifier.create(client.tokens().list())
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(AuthenticationException.class)
                            .hasMessageContaining("401")
                            .hasMessageNotContaining("canary"))
                    .verify(SOON);
            assertThat(tenant.getLedger().count(Operation.LIST)).isZero();
        }
    }

    static Stream<Arguments> operations() {
        Function<PersonalAccessTokens, Publisher<?>> create = t -> t.create(r -> r.name(""));
        Function<PersonalAccessTokens, Publisher<?>> list = t -> t.list(q -> q.ownedBy(""));
        Function<PersonalAccessTokens, Publisher<?>> patch = t -> t.patch("no-such-id", p -> p.name("x"));
        Function<PersonalAccessTokens, Publisher<?>> delete = t -> t.delete("no-such-id");
        Function<PersonalAccessTokens, Publisher<?>> verify = t -> t.verify("no-such-id", Secret.of("x"));
        Function<PersonalAccessTokens, Publisher<?>> rotate = t -> t.rotate("no-such-id", created -> Mono.empty());
        Function<PersonalAccessTokens, Publisher<?>> bulk =
                t -> t.deleteAll(Flux.error(new IllegalStateException("no file")), BulkOptions.standard());
        return Stream.of(
                Arguments.of("createPersonalAccessToken", create),
                Arguments.of("listPersonalAccessTokens", list),
                Arguments.of("patchPersonalAccessToken", patch),
                Arguments.of("deletePersonalAccessToken", delete),
                Arguments.of("verify", verify),
                Arguments.of("rotatePersonalAccessToken", rotate),
                Arguments.of("bulk deletePersonalAccessToken", bulk));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void stackTraceOfAnErrorNamesTheOperation(String name, Function<PersonalAccessTokens, Publisher<?>> operation) {
        try (SandboxTenant tenant = SandboxTenant.start();
                TestClient client = TestClient.of(tenant)) {
            StepVerifier.create(operation.apply(client.tokens()))
                    .expectErrorSatisfies(error -> assertThat(error.getSuppressed())
                            .extracting(Throwable::getMessage)
                            .anyMatch(site -> site.contains("checkpoint \u21e2 " + name)))
                    .verify(SOON);
        }
    }
}
