package io.github.sailpat.internal.disconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DisconnectMessageRewriterTest {
    @ParameterizedTest
    @CsvSource({
        "Connection reset by peer, Connection reset by the peer",
        "Broken pipe, pipe Broken",
        "recvAddress(..) failed: BROKEN PIPE, recvAddress(..) failed: PIPE BROKEN",
        "the pipe is broken, the pipe is broken",
        "another message, another message"
    })
    void wordsThatFrameworksLookForAreReplaced(String message, String replaced) {
        assertThat(DisconnectMessageRewriter.replace(message)).isEqualTo(replaced);
    }

    private static final class AbortedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static Stream<Throwable> connectionErrors() {
        return Stream.of(
                new EOFException(),
                new AbortedException(),
                new IllegalStateException("Connection reset by peer"),
                new IllegalStateException(new IllegalStateException(new IOException("closed"))));
    }

    @ParameterizedTest
    @MethodSource("connectionErrors")
    void aConnectionErrorIsSuppressedAndNoCause(Throwable error) {
        Exception exception = new Exception();
        DisconnectMessageRewriter.suppress(exception, error);

        assertThat(DisconnectMessageRewriter.cause(error)).isNull();
        assertThat(exception).hasSuppressedException(error);
    }

    @Test
    void anotherErrorIsTheCauseAndNotSuppressed() {
        Exception exception = new Exception();
        Throwable error = new IllegalStateException("acme", new IllegalArgumentException());
        DisconnectMessageRewriter.suppress(exception, error);
        DisconnectMessageRewriter.suppress(exception, null);

        assertThat(DisconnectMessageRewriter.cause(error)).isSameAs(error);
        assertThat(DisconnectMessageRewriter.cause(null)).isNull();
        assertThat(exception.getSuppressed()).isEmpty();
    }

    /** A cause of itself, by way of another, is allowed: the search ends. */
    @Test
    void theCausesOfAnErrorMayHaveNoEnd() {
        Exception first = new IllegalStateException();
        first.initCause(new IllegalStateException(first));
        assertThat(DisconnectMessageRewriter.cause(first)).isSameAs(first);
    }
}
