package io.github.sailpat.cli.rotation;

import io.github.sailpat.cli.bulk.OutcomePrinter;
import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.error.StoppedException;
import io.github.sailpat.cli.handover.SecretDelivery;
import io.github.sailpat.cli.output.JsonLinesFormat;
import io.github.sailpat.cli.secret.HandOverException;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.cli.terminal.Results;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rotation prints: a line for each token, in two parts. The first one has the successor with its secret, and is
 * out before anything else happens to it; the second one has the outcome, and is out before the old token is deleted.
 * For any thread, and for one rotation at a time.
 */
final class RotationReport {
    private final CommandEnvironment shell;
    private final Results results;
    private final SecretDelivery delivery;
    /** The token whose line has its first part only. */
    private @Nullable String begun;
    /** The token whose line is complete, and whose old one is being deleted. */
    private @Nullable String printed;

    private boolean allDone = true;
    /** Whether standard output takes no more. */
    private boolean broken;

    private Runnable whenBroken = () -> {};
    private @Nullable Throwable refusal;

    RotationReport(CommandEnvironment shell, SecretDelivery delivery) {
        this.delivery = delivery;
        this.shell = shell;
        this.results = new Results(shell.out());
    }

    /** What to do when standard output takes no more: it is done before the token at hand has its outcome. */
    synchronized void onBroken(Runnable action) {
        whenBroken = action;
    }

    /** The successor exists. */
    synchronized void handedOver(String id, CreatedPersonalAccessToken successor) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("token", delivery.deliver(successor));
        String line = JsonLinesFormat.line(fields);
        try {
            print(line.substring(0, line.length() - "}\n".length()));
        } catch (OutputException e) {
            noteUnprinted(successor, "the successor of " + id);
            throw e;
        }
        begun = id;
    }

    /** It works. */
    synchronized void verified() {
        String id = begun;
        complete("succeeded", null);
        printed = id;
    }

    /** All is known. */
    synchronized void outcome(BulkOutcome<String, RotatedPersonalAccessToken> outcome) {
        String id = outcome.getInput();
        Throwable error = outcome.getError();
        if (outcome instanceof BulkOutcome.Succeeded<String, RotatedPersonalAccessToken> succeeded) {
            shortened(succeeded.getResult());
            deleted(succeeded.getResult());
        } else {
            allDone = false;
            failed(id, OutcomePrinter.label(outcome), error == null ? new StoppedException() : error);
        }
        printed = null;
    }

    private void shortened(RotatedPersonalAccessToken rotated) {
        if (rotated.isLifetimeShorter()) {
            CreatedPersonalAccessToken successor = rotated.getSuccessor();
            shell.note("tokens: rotate " + rotated.getOldId() + ": its successor " + successor.getId()
                    + " has a shorter lifetime than the old token, and expires at " + successor.getExpirationDate());
        }
    }

    private void deleted(RotatedPersonalAccessToken rotated) {
        Throwable error = rotated.getDeleteError();
        if (error != null) {
            allDone = false;
            shell.note("tokens: rotate " + rotated.getOldId() + ": its successor "
                    + rotated.getSuccessor().getId() + " works, but the old token may still exist: "
                    + error.getMessage());
        }
    }

    private void failed(String id, String label, Throwable error) {
        if (OutcomePrinter.isWithoutAccess(error)) {
            refusal = error;
        }
        if (error instanceof RotationFailedException rotation
                && rotation.getState() == RotationState.LIFETIME_NOT_ALLOWED) {
            shell.note("tokens: rotate " + id + ": the API version does not allow its lifetime; add --lifetime 180d,"
                    + " or choose another --api-version");
        }
        if (id.equals(printed) || broken) {
            shell.note("tokens: rotate " + id + ": " + error.getMessage());
            return;
        }
        try {
            if (id.equals(begun)) {
                complete(label, error);
            } else {
                print(JsonLinesFormat.line(fields(id, label, error)));
            }
        } catch (OutputException e) {
            shell.note("tokens: rotate " + id + ": " + error.getMessage());
        }
    }

    /** The job was stopped before. */
    synchronized void notAttempted(String id) {
        allDone = false;
        failed(id, "not_attempted", new StoppedException());
    }

    /** A token whose rotation was cancelled. */
    synchronized void rescued(CreatedPersonalAccessToken token) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("outcome", "unknown");
        try {
            fields.put("token", delivery.deliver(token));
        } catch (HandOverException e) {
            shell.note("tokens: token " + token.getId() + " was created as a successor, but its secret was not"
                    + " handed over: " + e.getMessage() + "; rotate again, or delete it");
            return;
        }
        String line = (begun == null ? "" : "}\n") + JsonLinesFormat.line(fields);
        begun = null;
        try {
            print(line);
        } catch (OutputException e) {
            noteUnprinted(token, "a successor");
        }
    }

    private void noteUnprinted(CreatedPersonalAccessToken successor, String what) {
        shell.note("tokens: token " + successor.getId() + " was created as " + what
                + (delivery.isPrinted()
                        ? ", but its secret is lost; rotate again, or delete it"
                        : ", and its secret was handed over"));
    }

    private void complete(String label, @Nullable Throwable error) {
        begun = null;
        String rest = "," + JsonLinesFormat.line(fields(null, label, error)).substring(1);
        write(() -> writeAndFlush(rest)); // there is no bar to take away, but the first part of the line
    }

    private static Map<String, @Nullable Object> fields(@Nullable String id, String label, @Nullable Throwable error) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (id != null) {
            fields.put("id", id);
        }
        fields.put("outcome", label);
        if (error != null) {
            fields.put("error", OutcomePrinter.error(error, String.valueOf(error.getMessage())));
        }
        return fields;
    }

    /** Whether a line has its first part only, so that a bar must not be drawn. */
    synchronized boolean isLineOpen() {
        return begun != null;
    }

    private void print(String text) {
        write(() -> shell.aboveBar(() -> writeAndFlush(text)));
    }

    private void write(Runnable writing) {
        try {
            writing.run();
        } catch (OutputException e) {
            broken = true;
            whenBroken.run();
            throw e;
        }
    }

    private void writeAndFlush(String text) {
        results.write(text);
        results.flush();
    }

    synchronized boolean isAllDone() {
        return allDone;
    }

    /** Why there was no access to the tenant, or {@code null} if there was. */
    synchronized @Nullable Throwable refusal() {
        return refusal;
    }
}
