package io.github.sailpat.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LineEncoderTest {
    private final LoggerContext context = new LoggerContext();

    private String line(String message, Throwable error) {
        var logger = context.getLogger("io.github.sailpat.retry");
        return new String(
                new LineEncoder().encode(new LoggingEvent("", logger, Level.WARN, message, error, null)),
                StandardCharsets.UTF_8);
    }

    @Test
    void anEventIsOneLineWhateverItsMessageContains() {
        assertThat(line("é\nforged\u001B[2J\u2028line", null).strip())
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  io\\.github\\.sailpat\\.retry - é forged line");
    }

    @Test
    void aStackTraceStandsBelow() {
        assertThat(line("failed", new IllegalStateException("why")))
                .containsSubsequence("- failed", "\njava.lang.IllegalStateException: why", "\tat ");
    }

    @Test
    void theTransportIsQuietUntilALevelIsSet() {
        StderrConfigurator configurator = new StderrConfigurator();
        configurator.setContext(context);
        configurator.configure(context);

        assertThat(context.getLogger("reactor.netty").getEffectiveLevel()).isEqualTo(Level.OFF);
        assertThat(context.getLogger("io.github.sailpat.retry").getEffectiveLevel())
                .isEqualTo(Level.WARN);
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR"))
                .isNotNull();
    }
}
