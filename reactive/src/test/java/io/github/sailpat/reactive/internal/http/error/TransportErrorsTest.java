package io.github.sailpat.reactive.internal.http.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.http.body.EmptyBodyDecoder;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.scheduler.Schedulers;

class TransportErrorsTest {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofMillis(1_500);

    private static TransportException map(Throwable error) {
        ApiCall<Void> call = new ApiCall<>(
                "delete",
                "DELETE",
                "/tokens/{id}",
                "/tokens/1",
                null,
                null,
                CallKind.DELETE,
                new EmptyBodyDecoder(Schedulers.parallel()));
        return TransportErrors.map(
                error,
                new CallContext(call, Duration.ofSeconds(30), TimeSource.system()),
                CONNECT_TIMEOUT,
                RESPONSE_TIMEOUT);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments(new UnknownHostException("a.invalid"), "unknown host"),
                arguments(new ConnectTimeoutException("x"), "connect timed out after 5 s"),
                arguments(new ConnectException("finishConnect(..) failed: Connection refused"), "connection refused"),
                arguments(new ConnectException("Network is unreachable"), "connect failed (Network is unreachable)"),
                arguments(new SslHandshakeTimeoutException("x"), "the TLS handshake timed out after 5 s"),
                arguments(ReadTimeoutException.INSTANCE, "response timeout: no byte for 1500 ms"),
                arguments(new IOException("Connection reset by peer"), "connection reset"),
                arguments(new IOException("Broken pipe"), "connection reset"),
                arguments(new IOException("No buffer space"), "I/O error of the connection (No buffer space)"),
                arguments(new ClosedChannelException(), "the connection was closed before the response was complete"),
                arguments(new RejectedExecutionException("x"), "the event loop of the connection was shut down"),
                arguments(
                        new ChannelException("Unable to create Channel", new IOException("Too many open files")),
                        "no socket could be opened: too many open files"),
                arguments(
                        new IllegalStateException(
                                "failed to create a child event loop",
                                new ChannelException("epoll_create1() failed: Too many open files")),
                        "no socket could be opened: too many open files"),
                arguments(
                        new ExceptionInInitializerError(new FileSystemException("policy", null, "Too many open files")),
                        "nothing was sent: raise the limit of open files of this process"),
                arguments(
                        new ChannelException("Unable to create Channel", new IOException("Permission denied")),
                        "no socket could be opened (Permission denied)"),
                arguments(
                        new IllegalStateException("executor not accepting a task"),
                        "the event loop of the connection was shut down"),
                arguments(new ArithmeticException("canary"), "java.lang.ArithmeticException in the HttpClient"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void messageNamesTheCallAndTheErrorInCommonTerms(Throwable error, String message) {
        assertThat(map(error)).hasMessageContaining(message).hasMessageStartingWith("delete: ");
    }

    @Test
    void decoderErrorIsNotQuoted() {
        assertThat(map(new DecoderException("canary")))
                .hasMessageContaining("malformed HTTP response")
                .hasMessageNotContaining("canary")
                .hasNoCause();
    }
}
