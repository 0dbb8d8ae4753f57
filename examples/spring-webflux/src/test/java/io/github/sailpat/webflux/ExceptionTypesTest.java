package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.ErrorMessage;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.io.EOFException;
import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.netty.channel.AbortedException;

/** No exception of the library is taken for the disconnect of the service's own caller, whatever its cause says. */
class ExceptionTypesTest {
    private static final String WORDS = "upstream: Connection reset by peer, Broken pipe";
    private static final List<Throwable> CAUSES = List.of(
            new IOException("Connection reset by peer"),
            new EOFException(),
            new AbortedException("Connection has been closed"),
            new IOError(new IOException("Broken pipe")),
            new IllegalStateException("the vault", new UncheckedIOException(new IOException("Broken pipe"))),
            new IllegalStateException(WORDS));

    /** Also those of types that are added later. */
    static Stream<Constructor<?>> constructorsOfExceptions() {
        return new ClassFileImporter()
                .importPackages("io.github.sailpat.error", "io.github.sailpat.reactive").stream()
                        .filter(type -> type.isAssignableTo(Throwable.class)
                                && type.getModifiers().contains(JavaModifier.PUBLIC)
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                                && !type.getPackageName().contains("internal"))
                        .flatMap(type -> Stream.of(type.reflect().getConstructors()));
    }

    @ParameterizedTest
    @MethodSource("constructorsOfExceptions")
    void noneLooksLikeADisconnect(Constructor<?> constructor) throws Exception {
        for (Throwable cause : CAUSES) {
            Object[] arguments = Stream.of(constructor.getParameterTypes())
                    .map(type -> argument(type, cause))
                    .toArray();
            Throwable error = (Throwable) constructor.newInstance(arguments);

            assertThat(DisconnectedClientHelper.isClientDisconnectedException(error))
                    .as("%s, caused by %s", error, cause)
                    .isFalse();
            assertThat(Stream.iterate(error, Objects::nonNull, Throwable::getCause))
                    .as("what Tomcat and Jetty look for")
                    .noneMatch(IOException.class::isInstance);
            assertThat(Stream.of(constructor.getParameterTypes()).noneMatch(Throwable.class::equals)
                            || Stream.of(error.getSuppressed()).anyMatch(cause::equals))
                    .as("%s is still to be seen", cause)
                    .isTrue();
        }
    }

    private static Object argument(Class<?> type, Throwable cause) {
        if (type == CallSummary.class) {
            return CallSummary.builder()
                    .operation("createPersonalAccessToken")
                    .requestLine("POST /beta/personal-access-tokens")
                    .attempts(1)
                    .elapsed(Duration.ZERO)
                    .phase(CallPhase.RESPONSE)
                    .build();
        }
        if (type == ErrorResponse.class) {
            return ErrorResponse.builder()
                    .addMessages(ErrorMessage.builder().text(WORDS).build())
                    .build();
        }
        if (type == CreatedPersonalAccessToken.class) {
            return CreatedPersonalAccessToken.builder()
                    .id("2c91")
                    .name("ci")
                    .secret(Secret.of("x"))
                    .build();
        }
        if (type == Throwable.class) {
            return cause;
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(1);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == boolean.class) {
            return true;
        }
        return type == String.class ? WORDS : 502;
    }
}
