package io.github.sailpat.reactive.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Scannable;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** A create whose subscriber cancels before it is sent, meanwhile, and between two attempts. */
class UncancellableCreateTest extends ReconciledCreate {
    private final TestPublisher<CreatedPersonalAccessToken> call = TestPublisher.create();
    private final List<Throwable> failed = new ArrayList<>();
    private final UncancellableCreate create = new UncancellableCreate(call.flux(), context, failed::add);

    private void cancel() {
        StepVerifier.create(create, 0).expectSubscription().thenCancel().verify();
    }

    @Test
    void signalsOfTheCallAreEmitted() {
        StepVerifier.create(create)
                .then(() -> call.emit(created("id-1")))
                .expectNext(created("id-1"))
                .verifyComplete();
        StepVerifier.create(new UncancellableCreate(
                        TestPublisher.<CreatedPersonalAccessToken>create()
                                .error(new IllegalStateException("made up"))
                                .flux(),
                        context,
                        failed::add))
                .verifyErrorMessage("made up");
        assertThat(failed).isEmpty();
    }

    @Test
    void createThatWasSentContinuesAndItsErrorIsTold() {
        cancel();

        call.assertNotCancelled();
        call.assertMinRequested(1);
        Throwable error = serverError();
        call.error(error);
        assertThat(failed).containsExactly(error);
    }

    @Test
    void tokenOfACancelledSubscriberIsNotEmitted() {
        StepVerifier.create(create, 0).expectSubscription().thenCancel().verify();
        call.emit(created("id-1"));

        assertThat(failed).isEmpty();
    }

    @Test
    void createThatWasNotSentIsCancelled() {
        context.enter(CallPhase.CONNECTION);
        cancel();

        call.assertCancelled();
        assertThat(failed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void createThatWaitsForItsNextAttemptIsCancelledAndItsErrorIsToldIfItIsAmbiguous(boolean ambiguous) {
        Throwable error = serverError();
        context.effect().keepError(error);
        if (ambiguous) {
            context.effect().markAmbiguous();
        }
        assertThat(context.backOff()).isTrue();
        cancel();

        call.assertCancelled();
        assertThat(failed).isEqualTo(ambiguous ? List.of(error) : List.of());
    }

    @Test
    void subscriberAnswersWhetherItIsCancelled() {
        StepVerifier.create(create)
                .consumeSubscriptionWith(subscription -> {
                    Scannable scannable = Scannable.from(subscription);
                    assertThat(scannable.scan(Scannable.Attr.CANCELLED)).isFalse();
                    subscription.cancel();
                    assertThat(scannable.scan(Scannable.Attr.CANCELLED)).isTrue();
                })
                .thenCancel()
                .verify();
    }

    @Test
    void createThatAJobHasHaltedWhileItWaitedIsNotToldTwice() {
        context.effect().keepError(serverError());
        context.effect().markAmbiguous();
        assertThat(context.backOff()).isTrue();
        assertThat(context.halt()).as("the job tells what became of it").isTrue();
        cancel();

        call.assertCancelled();
        assertThat(failed).isEmpty();
    }
}
