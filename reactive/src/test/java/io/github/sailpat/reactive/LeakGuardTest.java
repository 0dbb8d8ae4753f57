package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The guard itself: without it, a passing suite would prove nothing about leaks. */
class LeakGuardTest {
    @Test
    void leakedBufferIsFound() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        assertThat(CountingLeakDetector.findsAForgottenBuffer(Duration.ofSeconds(20)))
                .isTrue();
    }
}
