package io.github.sailpat.reactive.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.AbandonedCreate;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class RecentEmissionTest {
    private final List<AbandonedCreate> told = new CopyOnWriteArrayList<>();
    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private final RecentEmission emission =
            new RecentEmission("nightly", TimeSource.of(scheduler), new AbandonedCreateHandler(told::add));

    @Test
    void cancelOnAnotherThreadIsTold() throws InterruptedException {
        emission.emitted(token());
        cancelOnAnotherThread();

        assertThat(told).extracting(AbandonedCreate::getId).containsExactly("id-1");
        assertThat(told).extracting(AbandonedCreate::getName).containsExactly("nightly");
    }

    @Test
    void secondCancelIsNotToldAgain() throws InterruptedException {
        emission.emitted(token());
        cancelOnAnotherThread();
        cancelOnAnotherThread();

        assertThat(told).hasSize(1);
    }

    @Test
    void cancelOnTheEmittingThreadIsNotTold() {
        emission.emitted(token());
        emission.cancelled();

        assertThat(told).isEmpty();
    }

    @Test
    void cancelWithoutAnEmissionIsNotTold() throws InterruptedException {
        cancelOnAnotherThread();

        assertThat(told).isEmpty();
    }

    @Test
    void cancelLongAfterTheEmissionIsNotTold() throws InterruptedException {
        emission.emitted(token());
        scheduler.advanceTimeBy(Duration.ofMillis(1001));
        cancelOnAnotherThread();

        assertThat(told).isEmpty();
    }

    private void cancelOnAnotherThread() throws InterruptedException {
        Thread other = new Thread(emission::cancelled);
        other.start();
        other.join(Duration.ofSeconds(10).toMillis());
    }

    private static CreatedPersonalAccessToken token() {
        return CreatedPersonalAccessToken.builder()
                .id("id-1")
                .name("nightly")
                .secret(Secret.of("made-up"))
                .build();
    }
}
