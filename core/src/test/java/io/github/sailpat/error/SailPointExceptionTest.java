package io.github.sailpat.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a web framework finds when it looks for the disconnect of its own client. */
class SailPointExceptionTest {
    private static final CallSummary CALL = CallSummary.builder()
            .operation("createPersonalAccessToken")
            .requestLine("POST /beta/personal-access-tokens")
            .attempts(1)
            .elapsed(Duration.ZERO)
            .phase(CallPhase.RESPONSE)
            .build();

    static Stream<Throwable> errorsOfAConnection() {
        return Stream.of(
                new IOException("Connection reset by peer"),
                new EOFException(),
                new IllegalStateException("a user's function failed", new IOException("Broken pipe")),
                new IllegalStateException("upstream: Connection reset by peer"));
    }

    @ParameterizedTest
    @MethodSource("errorsOfAConnection")
    void anErrorOfTheConnectionIsSuppressedAndNoCause(Throwable error) {
        TransportException transport = new TransportException(CALL, "failed: " + error.getMessage(), error);
        SecretLostException lost = new SecretLostException(CALL, "2c91", "ci", transport);

        assertThat(transport).hasNoCause();
        assertThat(transport.getSuppressed()).containsExactly(error);
        assertThat(lost).hasCause(transport);
        assertThat(transport.getMessage())
                .doesNotContainIgnoringCase("reset by peer")
                .doesNotContainIgnoringCase("broken pipe");
        assertThat(lost.getMessage())
                .doesNotContainIgnoringCase("reset by peer")
                .doesNotContainIgnoringCase("broken pipe");
        assertThat(new SecretLostException(CALL, "2c91", "ci", error)).hasNoCause();
    }

    @Test
    void anErrorOfTheJvmThatComesFromAConnectionIsSuppressedToo() {
        IOError error = new IOError(new IOException("Connection reset by peer"));

        assertThat(new FunctionErrorException("handOver", error)).hasNoCause().hasSuppressedException(error);
    }

    @Test
    void anyOtherErrorIsTheCause() {
        IllegalStateException error = new IllegalStateException("the vault is sealed");

        assertThat(new OutcomeUnknownException(CALL, "ci", error)).hasCause(error);
        assertThat(new FunctionErrorException("handOver", error)).hasCause(error);
    }
}
