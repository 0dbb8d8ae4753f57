package io.github.sailpat.reactive.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.AbandonedCreate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What a client knows of its creates, and which of them it reports as abandoned. */
class RecentCreatesTest extends ReconciledCreate {

    @Test
    void nameIsInFlightUntilItsCallTerminates() {
        recent.addInFlight("other");
        List<Boolean> oneInFlight = new ArrayList<>();
        Flux<String> call = reconciler().track(Flux.defer(() -> {
            oneInFlight.add(recent.isOneInFlight());
            return Flux.just("token");
        }));

        call.doOnComplete(() -> oneInFlight.add(recent.isOneInFlight())).blockLast();

        assertThat(oneInFlight).containsExactly(false, true);
    }

    @Test
    void nameMayBeInFlightSeveralTimes() {
        assertThat(recent.isOneInFlight()).isFalse();
        recent.addInFlight(NAME);
        assertThat(recent.isOneInFlight()).isTrue();
        assertThat(recent.isInFlightTwice(NAME)).isFalse();
        recent.addInFlight(NAME);
        assertThat(recent.isOneInFlight()).isFalse();
        assertThat(recent.isInFlightTwice(NAME)).isTrue();
        assertThat(recent.isInFlightTwice("other")).isFalse();
        recent.removeInFlight(NAME);
        assertThat(recent.isOneInFlight()).isTrue();
        recent.removeInFlight(NAME);
        assertThat(recent.isOneInFlight()).isFalse();
    }

    @Test
    void latestTenThousandIdsAreKept() {
        for (int i = 0; i <= 10_000; i++) {
            recent.addReceived("id-" + i);
        }

        assertThat(recent.isReceived("id-0")).isFalse();
        assertThat(recent.isReceived("id-1")).isTrue();
        assertThat(recent.isReceived(null)).isFalse();
    }

    @Test
    void abandonedCreateIsToldOnceWithItsNameAndItsStart() {
        CreateReconciler reconciler = reconciler();
        reconciler.abandoned(context);
        reconciler.abandoned(context);

        assertThat(reconciler.subject()).isEqualTo(NAME);
        assertThat(abandoned).containsExactly(AbandonedCreate.of(NAME, BEGUN, null));
    }

    @Test
    void createWhoseTokenWasReceivedIsNotAbandoned() {
        CreateReconciler reconciler = reconciler();
        reconciler.tokenReceived(created("id-1"));
        reconciler.abandoned(context);

        assertThat(abandoned).isEmpty();
        assertThat(recent.isReceived("id-1")).isTrue();
    }

    @Test
    void idOfALostSecretIsTold() {
        reconciler()
                .failedAfterCancel(context, new SecretLostException(context.summary(), "id-1", NAME, serverError()));

        assertThat(abandoned).containsExactly(AbandonedCreate.of(NAME, BEGUN, "id-1"));
    }

    @Test
    void errorAfterACancelIsToldIfTheCreateMayHaveBeenApplied() {
        reconciler().failedAfterCancel(context, serverError());
        assertThat(abandoned).isEmpty();

        context.effect().markAmbiguous();
        reconciler().failedAfterCancel(context, new ClientClosedException(context.summary(), true, NAME, null));
        assertThat(abandoned).as("the close is told itself").isEmpty();

        reconciler().failedAfterCancel(context, serverError());
        assertThat(abandoned).containsExactly(AbandonedCreate.of(NAME, BEGUN, null));
    }
}
