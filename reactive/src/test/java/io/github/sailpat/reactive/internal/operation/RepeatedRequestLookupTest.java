package io.github.sailpat.reactive.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.reactive.internal.call.CallContext;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

/** A create whose only attempt was refused because its name is in use. */
class RepeatedRequestLookupTest extends ReconciledCreate {
    private final BadRequestException refused = new BadRequestException(
            context.summary(), 400, ErrorResponse.builder().build());

    private Object found(ListedTokenSummary... tokens) {
        listed = Flux.just(tokens);
        return found();
    }

    private Object found() {
        return after(Duration.ZERO, reconciler().reconcile(context, refused, Duration.ZERO));
    }

    @Test
    void tokenThatWasCreatedDuringTheCallIsReportedAtOnce() {
        assertThat(found(token("id-1", NAME, BEGUN.plusSeconds(1))))
                .isInstanceOfSatisfying(SecretLostException.class, lost -> {
                    assertThat(lost.getId()).isEqualTo("id-1");
                    assertThat(lost).hasCause(refused);
                });
    }

    /** A tenant may cut its dates to seconds, and the call began in the middle of one. */
    @ParameterizedTest
    @CsvSource({
        "1970-01-02T00:00:00.000Z, true",
        "1970-01-02T00:00:00.001Z, true",
        "1970-01-01T23:59:59.999Z, false",
        "1970-01-01T23:59:59.000Z, false",
        ", false",
    })
    void olderTokenIsAnotherOne(@Nullable Instant created, boolean isFound) {
        assertThat(found(token("id-1", NAME, created)))
                .isInstanceOf(isFound ? SecretLostException.class : String.class);
    }

    @Test
    void dateInWholeSecondsIsComparedInWholeSeconds() {
        RepeatedRequestLookup lookup = new RepeatedRequestLookup(NAME, this::list, clock, recent);
        time.advanceTimeBy(Duration.ofMillis(1_500));
        CallContext later = newCall();
        listed = Flux.just(token("id-1", NAME, BEGUN.plusSeconds(3)));
        assertThat(after(Duration.ZERO, lookup.find(later, refused))).isEqualTo("id-1");
        listed = Flux.just(token("id-1", NAME, BEGUN.plusMillis(3_499)));
        assertThat(after(Duration.ZERO, lookup.find(later, refused))).isEqualTo("completed");
    }

    @Test
    void tokenOfAnotherNameOrWithoutAnIdIsNotIt() {
        assertThat(found(token("id-1", "CI deploy", BEGUN.plusSeconds(1)))).isEqualTo("completed");
        assertThat(found(token(null, NAME, BEGUN.plusSeconds(1)))).isEqualTo("completed");
    }

    @Test
    void tokenOfAnotherCreateOfTheClientIsNotIt() {
        recent.addReceived("id-1");
        assertThat(found(token("id-1", NAME, BEGUN.plusSeconds(1)))).isEqualTo("completed");

        recent.addInFlight(NAME);
        recent.addInFlight(NAME);
        assertThat(found(token("id-2", NAME, BEGUN.plusSeconds(1)))).isEqualTo("completed");
    }

    @Test
    void errorOfTheListIsKeptByTheRefusal() {
        Throwable lookupError = new IllegalStateException("made up");
        listed = Flux.error(lookupError);

        assertThat(found()).isEqualTo("completed");
        assertThat(refused.getSuppressed()).containsExactly(lookupError);
    }

    /** The close ends the create as well, with an error of its own. */
    @Test
    void closeOfTheClientIsNoResult() {
        listed = Flux.error(new ClientClosedException(context.summary(), false, null, null));

        assertThat(found()).isEqualTo("nothing");
        assertThat(refused).hasNoSuppressedExceptions();
    }

    @Test
    void clockThatIsSetForwardBlamesNoOlderToken() {
        shift = Duration.ofHours(1);
        assertThat(found(token("id-1", NAME, BEGUN.minusSeconds(1_800)))).isEqualTo("completed");
    }
}
