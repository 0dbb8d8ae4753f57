package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.error.StoppedException;
import io.github.sailpat.cli.output.JsonLinesFormat;
import io.github.sailpat.cli.secret.HandOverException;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.cli.terminal.Results;
import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bulk job prints: a line for each outcome, flushed before the next one. Only a line that was written counts as
 * an outcome; the ids of the others go to standard error. Thread-safe.
 *
 * @param <T> what a line asks for
 * @param <R> what comes out
 */
public final class OutcomePrinter<T, R> {
    private static final String NOT_ATTEMPTED = "not_attempted";

    private final CommandEnvironment shell;
    private final BulkAction<T, R> lines;
    private final Results results;
    private final Runnable onBroken;
    private final UndeliveredOutcomes undelivered;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private @Nullable OutputException broken;
    private @Nullable Throwable refusal;

    /**
     * A report.
     *
     * @param shell where
     * @param lines of what
     * @param onBroken is called once, when standard output cannot be written
     */
    OutcomePrinter(CommandEnvironment shell, BulkAction<T, R> lines, Runnable onBroken) {
        this.shell = shell;
        this.lines = lines;
        this.results = new Results(shell.out());
        this.onBroken = onBroken;
        this.undelivered = new UndeliveredOutcomes(lines.change());
        for (String label : new String[] {"succeeded", "rejected", "unknown", "secret_lost", NOT_ATTEMPTED}) {
            counts.put(label, 0L);
        }
    }

    /**
     * Writes the line of an outcome, and tells whether it was delivered, or its secret at least: one that has a target
     * is handed over before the line is written.
     */
    synchronized boolean outcome(BulkOutcome<BulkLine<T>, R> outcome) {
        BulkLine<T> line = outcome.getInput();
        Throwable error = outcome.getError();
        if (error != null && isWithoutAccess(error)) {
            refusal = error;
        }
        String label = label(outcome);
        String id = line.id();
        Map<String, @Nullable Object> token = null;
        String lost = null;
        String handedOver = null;
        if (outcome instanceof BulkOutcome.Succeeded<BulkLine<T>, R> succeeded) {
            if (succeeded.getResult() instanceof CreatedPersonalAccessToken created) {
                lost = created.getId();
            }
            try {
                token = lines.token(succeeded.getResult());
                if (!lines.delivery().isPrinted()) {
                    handedOver = lost;
                }
            } catch (HandOverException e) {
                label = "secret_lost";
                id = lost;
                error = e;
            }
        } else if (outcome instanceof BulkOutcome.SecretLost<BulkLine<T>, R> secretLost) {
            id = lost = secretLost.getId();
        } else if (error == null) {
            error = new StoppedException();
        }
        boolean written = tryWrite(fields(line, label, outcome.getAttempts(), id, token, error));
        if (written || label.equals(NOT_ATTEMPTED)) {
            count(label);
        } else if (handedOver != null) {
            undelivered.addChange(handedOver);
        } else if (lost != null) {
            undelivered.addSecret(lost);
        } else {
            undelivered.add(line, label, id);
        }
        return (written || handedOver != null) && !(error instanceof HandOverException);
    }

    /** Whether the credentials were refused, or no access token could be had. */
    public static boolean isWithoutAccess(Throwable error) {
        return error instanceof AuthenticationException
                || error instanceof UnauthorizedException
                || (error instanceof SailPointException failure && failure.getPhase() == CallPhase.AUTHORIZATION);
    }

    /** A line that the job has not taken. */
    synchronized void notAttempted(BulkLine<T> line) {
        if (broken == null) {
            Throwable reason = refusal == null ? new StoppedException() : refusal;
            tryWrite(fields(line, NOT_ATTEMPTED, 0, line.id(), null, reason));
        }
        count(NOT_ATTEMPTED);
    }

    /** A line that would be rejected for its form. */
    synchronized void rejected(BulkLine<T> line, Throwable flaw) {
        if (tryWrite(fields(line, "rejected", 0, line.id(), null, flaw))) {
            count("rejected");
        }
    }

    /** A token whose line was already written. */
    @SuppressWarnings("unchecked") // only a job that creates tokens has secrets to rescue
    synchronized void rescued(CreatedPersonalAccessToken created) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        String label = "succeeded";
        try {
            Map<String, @Nullable Object> token = lines.token((R) created);
            fields.put("outcome", label);
            fields.put("token", token);
        } catch (HandOverException e) {
            label = "secret_lost";
            fields.put("id", created.getId());
            fields.put("outcome", label);
            fields.put("error", error(e, String.valueOf(e.getMessage())));
        }
        if (tryWrite(fields)) {
            count(label);
        } else if (label.equals("succeeded") && !lines.delivery().isPrinted()) {
            undelivered.addChange(created.getId());
        } else {
            undelivered.addSecret(created.getId());
        }
    }

    /** Why standard output cannot be written, or {@code null} if it can. */
    synchronized @Nullable OutputException broken() {
        return broken;
    }

    /** Why there was no access to the tenant, or {@code null} if there was. */
    synchronized @Nullable Throwable refusal() {
        return refusal;
    }

    synchronized long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum() + undelivered.count();
    }

    synchronized boolean isAllDone() {
        return count() == counts.getOrDefault("succeeded", 0L);
    }

    /** Prints the outcomes that have no line. */
    synchronized void noteUndelivered() {
        undelivered.notes().forEach(note -> shell.note("tokens: " + note));
    }

    /** How many there are of each outcome: what was written, and what was not attempted. */
    synchronized String summary() {
        StringBuilder text = new StringBuilder();
        counts.forEach((label, count) -> text.append(text.isEmpty() ? "" : ", ")
                .append(count)
                .append(' ')
                .append(label.replace('_', ' ')));
        int unwritten = undelivered.count();
        return unwritten == 0 ? text.toString() : text + ", " + unwritten + " not written";
    }

    private void count(String label) {
        counts.merge(label, 1L, Long::sum);
    }

    /** Writes a line, and tells whether standard output has taken all of it. */
    private boolean tryWrite(Map<String, @Nullable Object> fields) {
        if (broken != null) {
            return false;
        }
        try {
            shell.aboveBar(() -> {
                results.write(JsonLinesFormat.line(fields));
                results.flush();
            });
            return true;
        } catch (OutputException e) {
            broken = e;
            onBroken.run();
            return false;
        }
    }

    private Map<String, @Nullable Object> fields(
            BulkLine<T> line,
            String label,
            int attempts,
            @Nullable String id,
            @Nullable Map<String, @Nullable Object> token,
            @Nullable Throwable error) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("index", line.index());
        putIfKnown(fields, "ref", line.ref());
        putIfKnown(fields, "id", id);
        T request = line.request();
        if (request != null) {
            fields.putAll(lines.details(request));
        }
        fields.put("outcome", label);
        fields.put("attempts", attempts);
        putIfKnown(fields, "token", token);
        putIfKnown(fields, "error", error == null ? null : error(error, message(error, line)));
        return fields;
    }

    private static String message(Throwable error, BulkLine<?> line) {
        String message = String.valueOf(error.getMessage());
        return error instanceof IllegalArgumentException ? line + ": " + message : message;
    }

    /** An error as an object. */
    public static Map<String, @Nullable Object> error(Throwable error, String message) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", error.getClass().getSimpleName());
        fields.put("message", message);
        SailPointException response = withResponse(error);
        if (response != null) {
            putIfKnown(fields, "status", response.getStatus());
            putIfKnown(fields, "detailCode", response.getDetailCode());
            putIfKnown(fields, "trackingId", response.getTrackingId());
        }
        return fields;
    }

    /** The error that has the tenant's response: itself, or its cause. */
    private static @Nullable SailPointException withResponse(Throwable error) {
        if (!(error instanceof SailPointException failure)) {
            return null;
        }
        return failure.getStatus() == null && failure.getCause() instanceof SailPointException cause ? cause : failure;
    }

    private static void putIfKnown(Map<String, @Nullable Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /** The outcome as in the output. */
    public static String label(BulkOutcome<?, ?> outcome) {
        if (outcome instanceof BulkOutcome.Succeeded) {
            return "succeeded";
        }
        if (outcome instanceof BulkOutcome.Rejected) {
            return "rejected";
        }
        if (outcome instanceof BulkOutcome.Unknown) {
            return "unknown";
        }
        return outcome instanceof BulkOutcome.SecretLost ? "secret_lost" : NOT_ATTEMPTED;
    }
}
