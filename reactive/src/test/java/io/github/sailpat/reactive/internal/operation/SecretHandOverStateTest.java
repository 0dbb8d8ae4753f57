package io.github.sailpat.reactive.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.test.util.RaceTestUtils;

class SecretHandOverStateTest {
    private static final int ROUNDS = 2_000;

    private final CreatedPersonalAccessToken token = CreatedPersonalAccessToken.builder()
            .id("id-1")
            .name("nightly")
            .secret(Secret.of("made-up"))
            .build();
    private final List<CreatedPersonalAccessToken> undelivered = new CopyOnWriteArrayList<>();

    private SecretHandOverState state() {
        undelivered.clear();
        return new SecretHandOverState(new UndeliveredSecretHandler(undelivered::add));
    }

    @Test
    void secretThatWasReceivedAndNotHandedOverIsUndeliveredOnce() {
        SecretHandOverState state = state();
        state.received(token);
        state.cancelled();
        state.received(token);
        state.cancelled();

        assertThat(undelivered).containsExactly(token);
    }

    @Test
    void secretThatIsReceivedTwiceAfterTwoCancelsIsUndeliveredOnce() {
        SecretHandOverState state = state();
        state.cancelled();
        state.cancelled();
        state.received(token);
        state.received(token);

        assertThat(undelivered).containsExactly(token);
    }

    @Test
    void secretThatWasHandedOverIsNotUndelivered() {
        SecretHandOverState state = state();
        state.received(token);
        state.handedOver();
        state.cancelled();
        state.received(token);

        assertThat(undelivered).isEmpty();
    }

    @Test
    void handOverIsRefusedAfterACancel() {
        assertThat(state().handedOver()).isTrue();

        SecretHandOverState received = state();
        received.received(token);
        assertThat(received.handedOver()).isTrue();
        assertThat(received.handedOver()).as("a second one").isFalse();

        SecretHandOverState cancelled = state();
        cancelled.cancelled();
        assertThat(cancelled.handedOver()).isFalse();
        cancelled.received(token);
        assertThat(cancelled.handedOver()).isFalse();
        assertThat(undelivered).containsExactly(token);
    }

    @Test
    void secretThatTheSubscriberHasNotReceivedIsUndeliveredOnce() {
        SecretHandOverState state = state();
        state.received(token);
        state.handedOver();
        state.notDelivered(token);
        state.notDelivered(token);

        assertThat(undelivered).containsExactly(token);
    }

    /** The partial body is read by the deadline or by a close, and the whole one by the event loop. */
    @Test
    void secretThatIsReadTwiceAtTheMomentOfTheCancelIsUndeliveredOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            SecretHandOverState state = state();
            RaceTestUtils.race(state::cancelled, () -> state.received(token), () -> state.received(token));
            state.received(token);

            assertThat(undelivered).as("round %d", round).containsExactly(token);
        }
    }

    @Test
    void twoCancelsHandOverOnce() {
        for (int round = 0; round < ROUNDS; round++) {
            SecretHandOverState state = state();
            state.received(token);
            RaceTestUtils.race(state::cancelled, state::cancelled);

            assertThat(undelivered).as("round %d", round).containsExactly(token);
        }
    }

    @Test
    void secretThatIsHandedOverAtTheMomentOfTheCancelIsNotHandedOverTwice() {
        for (int round = 0; round < ROUNDS; round++) {
            SecretHandOverState state = state();
            state.received(token);
            RaceTestUtils.race(state::handedOver, state::cancelled);
            state.received(token);

            assertThat(undelivered).as("round %d", round).hasSizeLessThan(2);
        }
    }
}
