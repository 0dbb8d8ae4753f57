package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.MediaType;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.util.retry.Retry;

/** A connection to the tenant that breaks is not taken for the service's own caller that goes away. */
class DisconnectTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static SandboxTenant tenant;
    private static RunningService service;

    private enum Break {
        RESET_BEFORE_READ(Fault::resetBeforeRead),
        RESET_AFTER_READ(Fault::resetAfterRead),
        RESET_AFTER_APPLYING(Fault::resetAfterApplying),
        CLOSE_AFTER_APPLYING(Fault::closeAfterApplying),
        RESET_AFTER_HEADERS(Fault::resetAfterHeaders),
        RESET_IN_BODY(fault -> fault.resetInBody(10)),
        TRUNCATED_BODY(fault -> fault.truncateBody(10)),
        TENANT_SPEAKS_OF_ITS_OWN_PEER(fault -> fault.status(503, "upstream: Connection reset by peer, Broken pipe"));

        private final UnaryOperator<Fault> how;

        Break(UnaryOperator<Fault> how) {
            this.how = how;
        }
    }

    @BeforeAll
    static void start() {
        tenant = SandboxTenant.start(o -> o.tokens(5).rateLimitOff());
        service = RunningService.of(tenant);
    }

    @AfterAll
    static void stop() {
        service.close();
        tenant.close();
    }

    @AfterEach
    void clear() {
        tenant.getFaults().clear();
    }

    @ParameterizedTest
    @EnumSource
    void noErrorLooksLikeTheDisconnectOfTheServicesCaller(Break kind) {
        PersonalAccessTokens tokens = service.context().getBean(PersonalAccessTokens.class);
        tenant.getFaults().add(kind.how.apply(Fault.on(Operation.ANY).always()));

        assertNotDisconnected(catchThrowable(() -> tokens.list().blockLast(LIMIT)));
        assertNotDisconnected(catchThrowable(() -> tokens.delete("2c91").block(LIMIT)));
        assertNotDisconnected(catchThrowable(
                () -> tokens.create(r -> r.name("broken " + kind)).block(LIMIT)));
    }

    /** The client remembers for a moment that the fetch of an access token has failed, in another test for example. */
    private static void awaitAccessToken() {
        service.context()
                .getBean(PersonalAccessTokens.class)
                .list()
                .then()
                .retryWhen(Retry.fixedDelay(1_000, Duration.ofMillis(20)))
                .block(LIMIT);
    }

    private static void assertNotDisconnected(Throwable error) {
        assertThat(error).isInstanceOf(SailPointException.class);
        assertThat(DisconnectedClientHelper.isClientDisconnectedException(error))
                .as("%s", error)
                .isFalse();
    }

    @Test
    void aSecretThatIsLostIsABadGatewayWithTheId() {
        awaitAccessToken();
        tenant.getFaults().add(Fault.on(Operation.CREATE).resetAfterApplying());

        service.client()
                .post()
                .uri("/tokens")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", "lost"))
                .exchange()
                .expectStatus()
                .isEqualTo(502)
                .expectBody(String.class)
                .value(body -> assertThat(body)
                        .contains("SecretLostException")
                        .contains(tenant.getLedger().findByName("lost").get(0).id()));
    }
}
