package io.github.sailpat.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InterruptHandlerTest {
    private final InterruptHandler interruption = new InterruptHandler();
    private final PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);

    @Test
    void aCommandThatWasOnlyBeginningHasTheTimeThatItAsksForAfterwards() throws Exception {
        AtomicBoolean waited = new AtomicBoolean();
        Thread hook = new Thread(() -> {
            interruption.stopAndWait(err);
            waited.set(true);
        });
        hook.start();
        while (!interruption.isStopped()) {
            Thread.onSpinWait();
        }
        interruption.allow(Duration.ofSeconds(15));

        hook.join(1_500);
        assertThat(waited).isFalse();

        interruption.finished();
        hook.join(5_000);
        assertThat(waited).isTrue();
    }

    @Test
    void aCommandThatAsksForNoTimeHasASecond() {
        long start = System.nanoTime();
        interruption.stopAndWait(err);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
    }
}
