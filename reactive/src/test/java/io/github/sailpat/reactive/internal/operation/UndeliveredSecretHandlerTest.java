package io.github.sailpat.reactive.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.reactive.AbandonedCreate;
import io.github.sailpat.reactive.TraceLog;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The user's functions for secrets and creates that reach no subscriber. */
class UndeliveredSecretHandlerTest {
    private final RuntimeException thrown = new IllegalStateException("made up");

    private final CreatedPersonalAccessToken token = ReconciledCreate.created("id-1");
    private final List<Object> handled = new ArrayList<>();

    @Test
    void handlerOfAJobReplacesTheOneOfTheClient() {
        UndeliveredSecretHandler ofClient = new UndeliveredSecretHandler(token -> handled.add("client"));

        ofClient.overriddenBy(token -> handled.add("job")).accept(token);
        ofClient.overriddenBy(null).accept(token);

        assertThat(handled).containsExactly("job", "client");
    }

    @Test
    void errorWithoutASecretIsNotHandedOver() {
        UndeliveredSecretHandler handler = new UndeliveredSecretHandler(handled::add);
        handler.handOver((Throwable) null);
        handler.handOver(thrown);

        assertThat(handled).isEmpty();
    }

    @Test
    void exceptionOfAHandlerEndsNothing() {
        new UndeliveredSecretHandler(secret -> {
                    handled.add(secret);
                    throw thrown;
                })
                .handOver(token);
        AbandonedCreate create = AbandonedCreate.of("ci", ReconciledCreate.BEGUN, null);
        new AbandonedCreateHandler(abandoned -> {
                    handled.add(abandoned);
                    throw thrown;
                })
                .handle(create);

        assertThat(handled).containsExactly(token, create);
    }

    @Test
    void errorOfARotationHandsOverTheSecretThatItCarries() {
        CallSummary call = CallSummary.builder()
                .operation("rotate")
                .requestLine("POST /x")
                .attempts(1)
                .elapsed(Duration.ZERO)
                .phase(CallPhase.RESPONSE)
                .build();
        UndeliveredSecretHandler handler = new UndeliveredSecretHandler(handled::add);
        handler.handOver(new RotationFailedException(call, RotationState.NOT_HANDED_OVER, "id-0", token, thrown));
        handler.handOver(new RotationFailedException(call, RotationState.NOT_VERIFIED, "id-0", token, thrown));

        assertThat(handled).containsExactly(token);
    }

    @Test
    void abandonedCreateIsLoggedWithoutAHandler() {
        try (TraceLog log = TraceLog.start()) {
            new AbandonedCreateHandler(null).handle(AbandonedCreate.of("ci", ReconciledCreate.BEGUN, null));
            new AbandonedCreateHandler(null).handle(AbandonedCreate.of("cd", ReconciledCreate.BEGUN, "id-1"));

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN io.github.sailpat.create"))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("\"ci\"", "the token may exist"),
                            line -> assertThat(line).contains("\"cd\"", "when token id-1 existed"));
        }
    }
}
