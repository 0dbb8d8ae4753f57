package io.github.sailpat.webflux;

import io.github.sailpat.reactive.BulkOutcome;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * What became of one line of a bulk job.
 *
 * @param index the line, from zero
 * @param id the token
 * @param outcome {@code succeeded}, {@code rejected}, {@code unknown} or {@code not_attempted}
 * @param attempts how many attempts were made
 * @param error what went wrong
 */
record OutcomeEvent(
        long index,
        @Nullable String id,
        String outcome,
        int attempts,
        @Nullable ProblemDetail error) {
    private static final String NOT_ATTEMPTED = "not_attempted";

    static OutcomeEvent of(BulkOutcome<TokenLine, String> outcome) {
        Throwable error = outcome.getError();
        return new OutcomeEvent(
                outcome.getIndex(),
                outcome.getInput().id(),
                label(outcome),
                outcome.getAttempts(),
                error == null ? null : Problems.of(error));
    }

    static OutcomeEvent notAttempted(long index, TokenLine line) {
        return new OutcomeEvent(index, line.id(), NOT_ATTEMPTED, 0, null);
    }

    static String label(BulkOutcome<?, ?> outcome) {
        if (outcome instanceof BulkOutcome.Succeeded) {
            return "succeeded";
        }
        if (outcome instanceof BulkOutcome.Rejected) {
            return "rejected";
        }
        return outcome instanceof BulkOutcome.NotAttempted ? NOT_ATTEMPTED : "unknown";
    }
}
