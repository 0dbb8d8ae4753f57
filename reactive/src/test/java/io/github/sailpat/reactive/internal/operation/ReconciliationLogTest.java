package io.github.sailpat.reactive.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.internal.ListedTokenSummary;
import io.github.sailpat.reactive.TraceLog;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What the log says of a create that was looked for. */
class ReconciliationLogTest extends ReconciledCreate {
    private void assertLogged(Throwable error, Flux<ListedTokenSummary> list, String expected) {
        listed = list;
        assertLogged(error, Duration.ZERO, expected);
    }

    private void assertLogged(Throwable error, Duration wait, String expected) {
        try (TraceLog log = TraceLog.start()) {
            after(Duration.ofMillis(200), reconciler().reconcile(context, error, wait));

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("Reconciliation of an ambiguous"))
                    .singleElement()
                    .asString()
                    .startsWith("DEBUG io.github.sailpat.reconciliation")
                    .contains("looked for \"" + NAME + '"', expected);
        }
    }

    @Test
    void nameThatARepeatedRequestHasTaken() {
        assertLogged(
                new BadRequestException(
                        context.summary(), 400, ErrorResponse.builder().build()),
                Flux.just(token("id-1", NAME, BEGUN)),
                "1 of them were read: token id-1 was created during the call");
    }

    @Test
    void eachResultOfAnAmbiguousCreate() {
        context.effect().markAmbiguous();
        BadRequestException refused = new BadRequestException(
                context.summary(), 400, ErrorResponse.builder().build());
        ListedTokenSummary other = token("id-0", "other", BEGUN);

        assertLogged(
                serverError(), Flux.just(other, token("id-1", NAME, BEGUN)), "2 of them were read: token id-1 has");
        assertLogged(serverError(), Flux.just(token("id-1", NAME, Instant.EPOCH)), "id-1 has the name and is older");
        assertLogged(serverError(), Flux.just(token("id-1", NAME, null)), "token id-1 may be of this create");
        assertLogged(serverError(), Flux.just(other), "1 of them were read: no token has the name, so");
        assertLogged(refused, Flux.just(other), "no token has the name, but the tenant refused it");
        assertLogged(
                serverError(),
                Flux.just(other).concatWith(Flux.error(serverError())),
                "1 of them were read: the list failed");
        assertLogged(serverError(), context.time().getRemaining(), "nothing was listed, because the deadline");
        context.attempt().created("id-9");
        assertLogged(serverError(), Flux.just(other), "the response has the id of the token, id-9");
    }
}
