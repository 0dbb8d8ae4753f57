package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxOptions;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.test.StepVerifier;

/** Arguments that break a rule are refused before anything is sent; all others are encoded. */
class ApiCallFactoryTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SandboxTenant TENANT = SandboxTenant.start(SandboxOptions.Builder::rateLimitOff);
    private static final TestClient CLIENT = TestClient.of(TENANT, TestClient::unlimited);

    @AfterAll
    static void close() {
        CLIENT.close();
        TENANT.close();
    }

    static List<String> refusedIds() {
        return List.of("", " ", ".", "..", "a\rb", "a\nb", "a\0b", "\u0085", "\ud800x", "x".repeat(10_000_000));
    }

    @ParameterizedTest
    @MethodSource("refusedIds")
    void idThatIsNoSegmentIsRefusedBeforeAnythingIsSent(String id) {
        TENANT.getLedger().clear();
        List<Publisher<?>> calls = List.of(
                CLIENT.tokens().delete(id),
                CLIENT.tokens().patch(id, p -> p.name("x")),
                CLIENT.tokens().patch(id, JsonPatch.create(p -> p.replace("/name", "x"))));
        for (Publisher<?> call : calls) {
            StepVerifier.create(call)
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("an id must"))
                    .verify(SOON);
        }
        assertThat(TENANT.getLedger().getRequests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../oauth/info",
                "..%2f",
                "a/b",
                "a?x=1",
                "a#b",
                "a%00b",
                "a b",
                "a;b=c",
                "%",
                "\u00e9\ud83d\ude00",
                "...",
                "a\\b",
                "a:b@c",
                "+",
                "*"
            })
    void anyOtherIdIsExactlyOneSegment(String id) {
        TENANT.getLedger().clear();

        StepVerifier.create(CLIENT.tokens().delete(id))
                .expectError(NotFoundException.class)
                .verify(SOON);

        assertThat(TENANT.getLedger().getRequests(Operation.DELETE))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.tokenId()).isEqualTo(id);
                    assertThat(request.query()).isNullOrEmpty();
                });
    }

    @Test
    void theRulesOfTheVersionAreCheckedBeforeAnythingIsSent() {
        TENANT.getLedger().clear();
        Instant late = Instant.now().plus(Duration.ofDays(400));
        try (TestClient v2025 = TestClient.of(TENANT, b -> b.apiVersion(ApiVersion.V2025))) {
            for (Publisher<?> call : List.<Publisher<?>>of(
                    CLIENT.tokens().create(r -> r.name("x").neverExpires()),
                    CLIENT.tokens().create(r -> r.name("x").expiresAt(late)),
                    CLIENT.tokens().create(r -> r.name("x").expiresAt(Instant.EPOCH)),
                    CLIENT.tokens().create(r -> r.name("")),
                    CLIENT.tokens().create(r -> r.name("x").accessTokenValiditySeconds(14)),
                    CLIENT.tokens().patch("id", p -> p.neverExpires()),
                    CLIENT.tokens().patch("id", p -> p),
                    CLIENT.tokens().list(q -> q.ownedBy("")),
                    v2025.tokens().create(r -> r.name("x")))) {
                StepVerifier.create(call)
                        .expectError(IllegalArgumentException.class)
                        .verify(SOON);
            }
        }
        assertThat(TENANT.getLedger().getRequests()).isEmpty();
    }
}
